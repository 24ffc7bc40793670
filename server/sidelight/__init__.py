"""Sidelight: short, sourced context beside the sentence that needs it."""

__version__ = "0.1.0"
