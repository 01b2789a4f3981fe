"""Runs that are kept beside the notebook, to go on with them tomorrow."""
