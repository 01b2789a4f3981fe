"""VGG-19: its weights, its layers, one pass forward and one back."""
