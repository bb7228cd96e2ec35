"""The validation book of temporary unemployment (VBLV001)."""
