"""How the picture moves: L-BFGS in its compact form, Adam and gradient descent."""
