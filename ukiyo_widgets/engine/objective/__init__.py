"""What the picture is judged by: targets and weights, one scalar, its named terms and its gradient."""
