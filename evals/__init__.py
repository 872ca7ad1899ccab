"""Gold sets, scorers, reports, and the making of the embedding model that ships."""
