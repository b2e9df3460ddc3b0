"""What happens: verbs on records; session, actor and today come in as arguments, nothing is committed here."""
