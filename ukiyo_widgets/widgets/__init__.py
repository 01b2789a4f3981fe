"""The Studio and its parts: what a notebook shows of a run, and how a person steers it."""
