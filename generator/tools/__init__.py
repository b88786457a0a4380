"""Scripts for maintainers and make; none runs when the site is built."""
