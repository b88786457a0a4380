"""What differs between two collections of records, for the person who has to judge it."""
