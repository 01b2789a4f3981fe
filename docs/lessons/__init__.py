"""Slides for the projector and worksheets on paper, made of the course's notebooks whenever the documentation is built."""
