"""Invariants across records, beyond their shapes: one function per rule."""
