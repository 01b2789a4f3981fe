"""What single front ends and kernels need."""
