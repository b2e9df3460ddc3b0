"""What happens with filed processes: audited, numbered, implemented in versions, watched (R4)."""
