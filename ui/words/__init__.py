"""The page's sentences in both languages, a module for each subject; ``ui.wording`` gives them out."""
