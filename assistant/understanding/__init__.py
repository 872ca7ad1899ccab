"""What a question asks, read out of its words: one module a subject, each pure functions of text."""
