"""What a record of each kind may say, what is refused in which words, and all records of a collection together."""
