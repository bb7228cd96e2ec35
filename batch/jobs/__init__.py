"""The story with its effects; each job may run at any time, twice, anywhere."""
