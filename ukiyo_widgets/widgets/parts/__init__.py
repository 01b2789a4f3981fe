"""The parts of the Studio, each with its page."""
