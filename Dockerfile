# Join Discord:            docker run -d -e DISCORD_TOKEN=… -v paperclub:/home/paperclub/kept paperclub
# With your own papers:    … -v "$PWD/papers:/papers:ro" -e PAPERCLUB_LIBRARY=/papers paperclub
# Ask in the terminal:     docker run --rm -it paperclub chat
FROM python:3.13-slim

RUN useradd --create-home --uid 1000 paperclub
WORKDIR /app
COPY constraints.txt pyproject.toml README.md LICENSE ./
COPY bot bot
COPY commands commands
COPY knowledge knowledge
COPY seeds seeds
RUN pip install --no-cache-dir --constraint constraints.txt '.[postgres]'

USER 1000
# The index, which is built once, and the notebook.
ENV PAPERCLUB_CACHE=/home/paperclub/kept/cache \
    PAPERCLUB_NOTEBOOK=/home/paperclub/kept/notebook.sqlite
RUN paperclub ask "newest paper"
VOLUME /home/paperclub/kept
ENTRYPOINT ["paperclub"]
