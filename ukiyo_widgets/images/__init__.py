"""Pictures: reading, resizing, colour spaces, writing, and the sample prints."""
