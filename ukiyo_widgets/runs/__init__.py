"""A run: the method as an object that can be stopped, resumed, forked, saved and replayed."""
