"""What happens around computers: copies are made and brought back, passwords run out, checks fall due (K5)."""
