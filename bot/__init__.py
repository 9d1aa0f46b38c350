"""The process: it reads the library and answers in a terminal."""
