"""The shelf: prints to choose from, how they come there, and which of them would serve."""
