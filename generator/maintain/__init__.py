"""Scripts that maintainers run by hand; nothing here runs when the site is built."""
