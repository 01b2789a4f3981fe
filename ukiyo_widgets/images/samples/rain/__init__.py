"""One shower over one river: umbrellas, coats, and the far shore a shadow."""
