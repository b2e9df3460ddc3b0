"""Complaints: what happens to a case from the first call to the archive; limits, guards and what follows from a step."""
