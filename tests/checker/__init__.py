"""An independent checker: holds what documents and texts say against the plain triples, and imports nothing of what it checks."""
