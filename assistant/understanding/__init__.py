"""What a question asks, read out of its words: one module a subject, each a pure function of text and holdings."""
