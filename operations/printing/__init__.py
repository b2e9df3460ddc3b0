"""Printing: forms declared in words, filled as far as their reader may see, drawn as A4 by one family of templates."""
