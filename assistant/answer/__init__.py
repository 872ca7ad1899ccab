"""From the clauses found to an answer: which to cite, how to say it, when to refuse, proof of each quote."""
