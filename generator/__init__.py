"""Entropy Atlas: records of battery cathodes in, a searchable living review out."""

__version__ = "0.1.0"
RELEASED = "2026-11-30"
"""The day of this version."""
