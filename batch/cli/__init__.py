"""Words typed by a person, one module per kind of user."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

gc.set_threshold(20_000, 20, 20)  # forms go without it; at its usual pace it looks at each again and again


@contextmanager
def importing() -> Iterator[None]:
    """Modules are imported once and stay: the collector of cycles looks through none of it, then or later."""
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
        gc.enable()
