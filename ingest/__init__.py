"""Files to text, text to clauses, clauses into the corpus."""
