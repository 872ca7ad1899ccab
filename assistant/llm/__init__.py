"""Chat models by setting: which one, how it is asked, what becomes of its failures. Imported only where one is set."""
