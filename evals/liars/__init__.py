"""Models that lie: what of their statements is shown, over the real HTTP path. ``python -m evals.liars`` prints the table."""
