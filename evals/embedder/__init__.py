"""How the embedding model that ships with Senrei is made: pairs, vocabulary, fitting, the model folder."""
