"""``make soak``: desks that work at random and are killed at random, and the check of the ledger after each round."""
