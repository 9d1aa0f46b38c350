"""What the papers say: synchronous and typed; it reads library files and keeps its index."""
