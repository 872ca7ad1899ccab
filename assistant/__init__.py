"""From a question to an answer whose every quotation is verbatim and names its clause."""
