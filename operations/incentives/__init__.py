"""What happens with performance, claims and pay."""
