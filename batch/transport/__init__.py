"""Where files come and go."""
