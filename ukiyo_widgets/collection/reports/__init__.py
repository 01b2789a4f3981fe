"""What is told of a collection: a board while it goes on, a manifest and a contact sheet at the end."""
