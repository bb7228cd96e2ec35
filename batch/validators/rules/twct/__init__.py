"""Temporary unemployment (TWCT001)."""
