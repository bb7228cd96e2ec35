"""Model in, bytes out; the only room that writes XML and PDF."""
