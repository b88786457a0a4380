"""Entropy Atlas: records of battery cathodes in, a searchable living review out."""

__version__ = "0.1.0"
