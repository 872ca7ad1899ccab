"""Prompts, one Markdown file each. There is none yet: answers are verbatim extracts, made without a model."""
