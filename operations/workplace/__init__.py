"""What happens with findings on the spot."""
