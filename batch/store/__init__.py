"""What we remember; the only room that knows SQL."""
