"""Runs that play: the thread that computes, the one that tells, and what is kept and sent."""
