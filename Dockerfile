# One image for both services: `senrei serve` (API) and `senrei ui` (chat page). Nothing is fetched at run time.
FROM python:3.11-slim AS build
WORKDIR /app
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY assistant assistant
COPY corpus corpus
COPY evals evals
COPY ingest ingest
COPY prompts prompts
COPY ui ui
RUN python -m venv /opt/senrei \
 && /opt/senrei/bin/pip install --no-cache-dir "$(grep -i '^torch==' constraints.txt)" --index-url https://download.pytorch.org/whl/cpu --extra-index-url https://pypi.org/simple \
 && /opt/senrei/bin/pip install --no-cache-dir -c constraints.txt .

FROM python:3.11-slim
COPY --from=build /opt/senrei /opt/senrei
ENV PATH=/opt/senrei/bin:$PATH SENREI_DATA=/data PYTHONUNBUFFERED=1
RUN useradd --create-home senrei && mkdir /data && chown senrei /data
USER senrei
VOLUME /data
EXPOSE 8000 8501
CMD ["senrei", "serve", "--host", "0.0.0.0", "--port", "8000"]
