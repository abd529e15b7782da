"""The words for what a document says: sentence, caption, notes and alternative text."""
