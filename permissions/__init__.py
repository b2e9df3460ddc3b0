"""Who may: grants are merged into an immutable plan, which answers every question of rights; pure Python."""
