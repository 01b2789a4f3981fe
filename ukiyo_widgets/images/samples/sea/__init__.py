"""Blue waves, boats of rowers and a far mountain, under a sky of tan and gray."""
