"""Incentives: what counts for and against a person, and what is paid for it (K1.13, K2, K8.16–K8.20)."""
