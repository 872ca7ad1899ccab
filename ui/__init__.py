"""The chat page: Streamlit in the browser, HTTP to the API, nothing else of Senrei."""
