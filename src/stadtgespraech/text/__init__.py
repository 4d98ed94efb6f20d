"""What words are whose: tokens, diff, moves, the weave, proposals. Standard library only."""
