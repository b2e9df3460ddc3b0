"""Processes of customer service that are filed: what they are, their steps, how they are kept to (R)."""
