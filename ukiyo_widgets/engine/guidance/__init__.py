"""What a person asks of the colours: hints, regions and inks, each written as one text."""
