"""Values derived from the records: compositions, comparable numbers, coverage, element usage. No HTML."""
