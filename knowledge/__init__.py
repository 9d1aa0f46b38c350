"""What the papers say: pure, synchronous and typed; it reads library files and nothing else."""
