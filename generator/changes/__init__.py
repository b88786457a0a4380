"""Differences between two collections of records, for reviewers."""
