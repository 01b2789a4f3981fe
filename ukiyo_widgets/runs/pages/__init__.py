"""A page that plays a run without a kernel: one HTML file with its pictures, losses, recipe and credits."""
