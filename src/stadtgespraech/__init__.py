"""Stadtgespräch: from contribution to resolution, every change explained, every contribution answered."""

__version__ = "0.1.0"
