"""The command line: composes the rooms' functions, and decides nothing itself.

Exit codes: 0 done (verify: verified), 1 not verified (diff --exit-code: different), 2 the input or output could not be
used, 130 stopped with Ctrl-C. Errors are one line on standard error. Output is written whole or not at all.
"""

from stadtgespraech.cli.arguments import main

__all__ = ["main"]
