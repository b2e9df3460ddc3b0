"""Archives: what is kept where, and the journal of every hand it went through (K3, K10)."""
