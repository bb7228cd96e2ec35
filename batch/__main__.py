"""``python -m batch`` is ``onem-batch``."""

import sys

from batch.cli.main import main

sys.exit(main())
