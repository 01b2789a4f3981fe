"""A finished picture taken apart as a printer would have printed it: paper, key block, one block for each ink, their order."""
