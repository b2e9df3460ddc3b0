"""Accounts, roles and the rules of who may see and do what."""
