"""Writing records: templates and prompts for new ones, import of fact files, canonical form."""
