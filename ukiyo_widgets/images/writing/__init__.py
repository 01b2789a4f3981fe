"""Pictures and films into files, whole or not at all."""
