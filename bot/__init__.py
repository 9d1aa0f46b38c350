"""The process: it reads the library and answers on a surface, a terminal or a Discord server."""
