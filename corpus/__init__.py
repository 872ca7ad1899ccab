"""What the materials are: documents, clauses, addresses, the catalog and its indexes. Imports nothing of ours."""
