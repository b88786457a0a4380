"""What helps an author: a record's skeleton, its canonical form, answers to questions."""
