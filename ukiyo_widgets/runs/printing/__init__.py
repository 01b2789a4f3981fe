"""A picture as it would be printed: its impressions in order, as pictures, a film or a page."""
