"""Words typed by a person, one module per kind of user."""
