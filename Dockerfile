# One image for both services: `senrei serve` (API) and `senrei ui` (chat page). Nothing is fetched at run time.
FROM python:3.11-slim AS build
WORKDIR /app
COPY constraints.txt ./
# The CPU build: the default one on Linux brings gigabytes of CUDA.
RUN python -m venv /opt/senrei \
 && /opt/senrei/bin/pip install --no-cache-dir --no-deps --index-url https://download.pytorch.org/whl/cpu \
    "$(grep '^torch==' constraints.txt)"
COPY pyproject.toml README.md LICENSE ./
COPY assistant assistant
COPY corpus corpus
COPY evals evals
COPY ingest ingest
COPY prompts prompts
COPY ui ui
RUN /opt/senrei/bin/pip install --no-cache-dir -c constraints.txt .

FROM python:3.11-slim
COPY --from=build /opt/senrei /opt/senrei
ENV PATH=/opt/senrei/bin:$PATH SENREI_DATA=/data PYTHONUNBUFFERED=1
RUN useradd --create-home --uid 10001 senrei && mkdir /data && chown senrei /data
USER senrei
VOLUME /data
EXPOSE 8000 8501
# Refused until keys or SENREI_ALLOW_OPEN_BIND say that being reached from outside is meant (docker-compose.yml).
CMD ["senrei", "serve", "--host", "0.0.0.0", "--port", "8000"]
