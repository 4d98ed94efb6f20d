"""`python -m stadtgespraech`."""

import sys

from stadtgespraech.cli import main

sys.exit(main())
