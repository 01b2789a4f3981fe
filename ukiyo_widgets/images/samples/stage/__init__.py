"""Actors before a ground of yellow: faces in a few lines, brick-red robes, patterns."""
