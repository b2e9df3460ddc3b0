"""Benches: what a page costs beside the bare work it cannot avoid, in one process and one run; never part of the tests."""
