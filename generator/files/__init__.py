"""YAML text to values that know where they stand in it: hardened, and owned by one module."""
