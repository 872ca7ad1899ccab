"""What the materials are: documents, clauses, addresses, catalog and indexes. Imports nothing of ours."""
