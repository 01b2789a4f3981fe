"""Which reference could serve a gray print, and why."""
