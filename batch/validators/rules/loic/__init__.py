"""Career break and time credit (LOIC001)."""
