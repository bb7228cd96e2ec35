"""The only room that judges."""
