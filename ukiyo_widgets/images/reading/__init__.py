"""From bytes, files, arrays and addresses to a picture of the size asked for."""
