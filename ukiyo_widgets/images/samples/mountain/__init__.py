"""The mountain that the first sun turns red, from near and far."""
