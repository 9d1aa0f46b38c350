"""Tests of the notebook, on SQLite and on PostgreSQL."""
