"""Workplace: what is found on the spot, the check before half past eight, faults of equipment (K1, K8)."""
