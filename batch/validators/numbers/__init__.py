"""Numbers with check digits, one module each."""
