"""What must survive a restart, in a SQLite file or a PostgreSQL database."""

from bot.notebook.notebook import Notebook as Notebook
