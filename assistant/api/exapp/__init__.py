"""The adapter for 源内, the government's AI portal: the assistant as one of its external applications (ExApp)."""
