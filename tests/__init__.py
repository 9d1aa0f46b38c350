"""Tests of what Paperclub promises."""
