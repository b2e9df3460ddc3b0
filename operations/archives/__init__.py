"""Archives: the ledger of custody and everything that moves a unit."""
