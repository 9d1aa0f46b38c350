"""Measurements: programs that print figures, each run by hand and compared side by side."""
