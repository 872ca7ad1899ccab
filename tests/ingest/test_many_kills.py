"""kill -9 a hundred times, at random moments; apart from test_kill.py, as it takes as long as all of that."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(__file__).with_name("many_kills.py")


def test_a_hundred_kills_lose_nothing_acknowledged_and_leave_no_orphan(folder: Path, tmp_path: Path) -> None:
    words = [str(folder), str(tmp_path / "store"), "100", "1"]
    done = subprocess.run(
        [sys.executable, str(PROGRAM), *words],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["killed"] > 50
