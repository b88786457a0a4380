"""YAML text to values with positions, hardened; and YAML text edited or laid out anew without losing a comment."""
