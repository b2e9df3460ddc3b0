"""Lending: who may approve, what a checkout does, how a unit comes back."""
