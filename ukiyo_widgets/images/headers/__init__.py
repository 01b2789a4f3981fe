"""What the headers of newer formats say and their decoders do not tell, or tell too late."""
