"""Numbers to drawings, as SVG text."""
