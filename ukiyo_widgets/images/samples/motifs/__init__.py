"""What recurs from print to print: boats, mountains, walkers, houses, faces."""
