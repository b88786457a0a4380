"""The atlas to pages and files as values: (address, text). Knows no site builder."""
