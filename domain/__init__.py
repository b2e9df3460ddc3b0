"""What is true: words, dates, limits and formulas; standard library only."""
