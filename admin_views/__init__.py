"""What the clerk sees: Flask-Admin views made from the registers, and the pages around them."""
