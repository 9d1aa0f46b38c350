"""A small Discord on 127.0.0.1: REST routes and a gateway that speak the real protocol.

The bot runs as its own process and notices no difference. What people do in Discord are methods
(`slash`, `press`, `say`, …), and so is what goes wrong there (`fail`, `vanish`, `close`, …).
"""
