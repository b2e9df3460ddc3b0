"""Lending: slips, and every unit that is out on one."""
