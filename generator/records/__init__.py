"""Models of the records, their validation, and the dataset of all of them."""
