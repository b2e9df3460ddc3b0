"""What happens with regulations, meetings, training and inspections."""
