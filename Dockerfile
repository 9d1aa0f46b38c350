# Ask the shipped papers:   docker run --rm -it paperclub
# Ask your own:             docker run --rm -it -v "$PWD/papers:/papers:ro" paperclub --library /papers
FROM python:3.13-slim

RUN useradd --create-home --uid 1000 paperclub
WORKDIR /app
COPY constraints.txt pyproject.toml README.md LICENSE ./
COPY bot bot
COPY commands commands
COPY knowledge knowledge
COPY seeds seeds
RUN pip install --no-cache-dir --constraint constraints.txt .

USER 1000
# The index is built once and kept here.
ENV PAPERCLUB_CACHE=/home/paperclub/cache
RUN paperclub ask "newest paper"
VOLUME /home/paperclub/cache
ENTRYPOINT ["paperclub"]
