"""What is kept: tables, registers and the fence around them; SQLAlchemy, no Flask."""
