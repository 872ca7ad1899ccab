"""Without a model set, nothing here opens a socket to anywhere but this machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Tells every address that the process connects to or asks the name service for, and refuses those elsewhere.
_RUN = """
import sys, json
met = []
def watch(event, args):
    if event in ("socket.connect", "socket.sendto"):
        address = args[1]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        address = (args[0],)
    else:
        return
    if isinstance(address, tuple) and str(address[0]) not in ("127.0.0.1", "::1", "localhost", "None"):
        met.append(str(address))
        raise OSError("the network is blocked")
sys.addaudithook(watch)
import pathlib
from ingest import pipeline
data = pathlib.Path(sys.argv[1])
pipeline.ingest([pathlib.Path("corpus/documents/summary-300_2024-09-11.txt")], data)
from assistant.settings import load_settings
from evals.liars.running import serving
import httpx
with serving(load_settings(data=data)) as (url, _), httpx.Client(base_url=url, trust_env=False) as client:
    reply = client.post("/v1/ask", json={"question": "再委託先の監督について何が述べられましたか"}).json()
    client.post("/v1/chat/completions", json={"model": "senrei", "messages": [{"role": "user", "content": "再委託"}]})
print(json.dumps([reply["status"], reply["mode"], met, sorted(m for m in sys.modules if m.startswith("assistant.llm"))]))
"""


def test_without_a_model_only_this_machine_is_spoken_to(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _RUN, str(tmp_path / "data")],
        cwd=ROOT,
        env={**os.environ, "SENREI_LLM": "none"},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.splitlines()[-1] == '["answered", "extractive", [], []]'
