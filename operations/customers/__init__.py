"""The sales life of a customer: classes, contacts, visits, care, hand-over and what is spent on it."""
