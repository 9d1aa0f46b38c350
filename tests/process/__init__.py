"""Tests of the bot as a process of its own."""
