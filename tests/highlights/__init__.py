"""Tests of daily highlights: chosen, planned, delivered once."""
