"""Programs for maintainers and for make; nothing here runs when the site is built."""
