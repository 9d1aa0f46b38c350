"""The steps by which an older notebook becomes today's, in the order of their numbers."""
