"""Bytes in, model out; the only room that reads XML."""
