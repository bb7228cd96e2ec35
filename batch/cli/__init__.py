"""Words typed by a person, one module per kind of user."""

import gc

gc.set_threshold(20_000, 20, 20)  # forms go without it; at its usual pace it looks at each again and again
