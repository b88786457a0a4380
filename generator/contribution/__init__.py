"""A record from a form: its fields, its files, what `check` says of them, and how they read. Runs in the browser."""
