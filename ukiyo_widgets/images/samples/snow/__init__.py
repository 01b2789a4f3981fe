"""Nights under snow: roofs, a moon, a vermilion robe on the way home."""
