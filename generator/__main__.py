"""Entry of `python -m generator`."""

import sys

from .cli.main import main

sys.exit(main())
