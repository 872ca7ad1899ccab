"""Senrei as an MCP server: its tools for assistants that speak the Model Context Protocol."""
