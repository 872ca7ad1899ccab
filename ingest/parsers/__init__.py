"""One parser a kind of material, each from extracted text to a tree of clauses."""
