"""The HTTP interface: thin routes over the assistant, problem+json for what goes wrong."""
