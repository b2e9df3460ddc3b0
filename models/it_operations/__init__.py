"""Computers and what is stored on them: backups, media, orders about data, checks, repairs, the machine room (K5)."""
