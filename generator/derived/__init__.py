"""What follows from the records, as values: compositions, comparable numbers, coverage, element usage. No HTML."""
