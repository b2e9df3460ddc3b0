"""The customers and what happened with them."""
