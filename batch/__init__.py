"""onem-batch: structured messages between employers and ONEM, from the inbox to the answer."""

__version__ = "0.1.0"
