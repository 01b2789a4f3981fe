"""Where colours come from before the loop begins, and the terms on colour alone."""
