"""The tools: a sheet of paper, curves, inks, textures, foam, and the title slip."""
