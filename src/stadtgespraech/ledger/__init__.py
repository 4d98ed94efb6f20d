"""What happened, provably: canonical form, Merkle log, checkpoints, receipts."""
