"""What a run takes of memory and time, known before it is computed, and what is said when it is too much."""
