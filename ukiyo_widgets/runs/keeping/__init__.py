"""What is kept of a run: in memory while it goes on, and in a file."""
