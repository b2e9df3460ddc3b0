"""How we meet HTTP: settings, sessions, errors, languages, commands and the one commit."""
