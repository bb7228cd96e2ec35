"""Forms that move the dossier of a career-break request (ours)."""
