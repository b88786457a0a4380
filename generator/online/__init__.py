"""Requests to other hosts: link check, retraction notices, citation metadata."""
