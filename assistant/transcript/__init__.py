"""A kept conversation as a file: Markdown, Word, JSON."""
