"""Many prints in one go: what is to be made, who makes it, and what is told of it. :mod:`.collection` is where to begin."""
