"""What a designer asks of a composition before making it. Needs the composition engine alone, and runs in a browser."""
