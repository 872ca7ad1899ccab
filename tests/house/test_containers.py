"""Image and compose file: by the schema, by their own parts, and their commands and health checks run here.

Docker itself is not needed: what a container would run is run as it stands in the file, with the store in a
scratch folder and free ports in place of the container's.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from glob import glob
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
SERVER_MODULES = ("assistant", "corpus", "evals", "ingest", "prompts", "ui")


def schema(name: str) -> Any:
    """A published schema, as the package check-jsonschema carries it."""
    folder = resources.files("check_jsonschema") / "builtin_schemas" / "vendor"
    return json.loads((folder / f"{name}.json").read_text("utf-8"))


def faults(document: object, of: str) -> list[str]:
    rules = schema(of)
    validator = jsonschema.validators.validator_for(rules)(rules)
    return [error.message for error in validator.iter_errors(document)]


def instructions(name: str) -> list[str]:
    """The words after each such instruction of the Dockerfile, lines that go on put together."""
    joined = re.sub(r"\\\n", " ", DOCKERFILE)
    return re.findall(rf"^{name}\s+(.*)$", joined, re.M)


# -- the files by themselves -------------------------------------------------------------------------------


def test_the_compose_file_is_one_by_the_specification() -> None:
    assert faults(COMPOSE, "compose-spec") == []


@pytest.mark.parametrize(
    "broken",
    [
        {"services": {"api": {"image": "senrei", "comand": ["senrei"]}}},
        {"services": {"api": {"image": "senrei", "healthcheck": {"tries": 3}}}},
        {"services": {"api": {"image": "senrei", "depends_on": {"ui": {"condition": "healthy"}}}}},
        {"services": {"api": {"image": "senrei", "profiles": "llm"}}},
        {"services": {"api": {"image": "senrei"}}, "volumes": ["store"]},
    ],
    ids=["unknown key", "health check", "condition", "profiles", "volumes"],
)
def test_the_schema_refuses_a_broken_compose_file(broken: object) -> None:
    assert faults(broken, "compose-spec")


def test_the_workflow_is_one_by_the_published_schema() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))
    workflow["on"] = workflow.pop(True)  # YAML 1.1 reads the key `on` as a truth
    assert faults(workflow, "github-workflows") == []
    steps = [step.get("run", "") for step in workflow["jobs"]["test"]["steps"]]
    assert "bash .ci/run" in steps


def test_what_services_refer_to_is_there() -> None:
    for name, service in SERVICES.items():
        assert set(service.get("depends_on", {})) <= set(SERVICES), name
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or source.startswith(("./", "${")), name


def test_nothing_is_published_beyond_loopback() -> None:
    published = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_what_is_optional_needs_a_profile_and_nothing_needs_it() -> None:
    optional = {name for name, service in SERVICES.items() if "profiles" in service}
    assert optional == {"chroma", "llm"}
    for service in SERVICES.values():
        for other, how in service.get("depends_on", {}).items():
            assert other not in optional or how["required"] is False


def test_settings_in_the_compose_file_are_settings() -> None:
    documented = set(
        re.findall(r"^\| `(SENREI_\w+)`", (ROOT / "docs" / "settings.md").read_text("utf-8"), re.M)
    )
    for service in SERVICES.values():
        given = {key for key in service.get("environment", {}) if key.startswith("SENREI_")}
        assert given <= documented


def test_services_that_write_and_read_one_store_agree_on_it() -> None:
    ingest, api = (SERVICES[name]["environment"] for name in ("ingest", "api"))
    for setting in ("SENREI_DATA", "SENREI_EMBEDDER", "SENREI_CHROMA"):
        assert ingest[setting] == api[setting]


def test_all_that_the_image_copies_is_there() -> None:
    copied = [words for line in instructions("COPY") if not (words := line.split())[0].startswith("--from")]
    assert copied
    for *sources, _ in copied:
        assert [source for source in sources if not (ROOT / source).exists()] == []


def test_the_image_copies_every_package_and_nothing_of_it_is_ignored() -> None:
    copied = {word for line in instructions("COPY") for word in line.split()[:-1]}
    include = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"][
        "find"
    ]
    assert {pattern.rstrip("*") for pattern in include["include"]} <= copied
    ignored = {line.strip("/") for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines()}
    assert not copied & ignored


def test_all_files_beside_the_modules_are_packaged() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"][
        "package-data"
    ]
    packaged = {
        ROOT / package / path
        for package, patterns in declared.items()
        for pattern in patterns
        for path in glob(pattern, root_dir=ROOT / package, recursive=True)
    }
    listed = subprocess.run(
        ["git", "ls-files", "-z", *SERVER_MODULES], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\0")
    files = {ROOT / name for name in listed if name and not name.endswith(".py") and (ROOT / name).exists()}
    assert files - packaged == set()


def test_the_image_runs_the_api_as_a_user_without_rights() -> None:
    (command,) = instructions("CMD")
    assert json.loads(command) == SERVICES["api"]["command"]
    user = instructions("USER")[-1]
    assert user not in ("root", "0")
    assert any(re.search(rf"useradd\b.* {user}\b", line) for line in instructions("RUN"))
    last_stage = DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]
    assert last_stage.index("USER ") < last_stage.index("CMD ")


def test_the_image_takes_the_pinned_torch_from_the_cpu_builds() -> None:
    (line,) = [line for line in instructions("RUN") if "torch" in line]
    assert "https://download.pytorch.org/whl/cpu" in shlex.split(line)
    found = subprocess.run(
        ["grep", "^torch==", "constraints.txt"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "grep '^torch==' constraints.txt" in line
    assert re.fullmatch(r"torch==[\d.]+\n", found.stdout)


# -- what the containers would run -------------------------------------------------------------------------


class Containers:
    """The services' commands, run by this environment's programs instead of an image's."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        self.ports = {"8000": str(free_port()), "8501": str(free_port())}

    def here(self, words: list[str]) -> list[str]:
        """A command of the file with this environment's program and ports."""
        bin_folder = Path(sys.executable).parent
        program = {"senrei": [bin_folder / "senrei"], "python": [sys.executable]}[words[0]]
        return [str(part) for part in program] + [self._ported(word) for word in words[1:]]

    def environment(self, name: str) -> dict[str, str]:
        """The service's environment, unset variables empty as compose leaves them."""
        own = {key: re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value) for key, value in self._given(name).items()}
        clean = {key: value for key, value in os.environ.items() if not key.startswith("SENREI_")}
        return clean | own | {"SENREI_DATA": str(self.scratch / "data")}

    @contextmanager
    def up(self, name: str) -> Iterator[subprocess.Popen[bytes]]:
        """The service, running until the block ends; its own signal must be enough to end it."""
        with (self.scratch / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                self.here(SERVICES[name]["command"]), env=self.environment(name), stdout=log, stderr=log
            )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise

    def healthy(self, name: str) -> bool:
        """What the service's own health check says, within a minute."""
        kind, *check = SERVICES[name]["healthcheck"]["test"]
        assert kind == "CMD"
        for _ in range(60):
            if subprocess.run(self.here(check), capture_output=True, check=False).returncode == 0:
                return True
            time.sleep(1)
        return False

    def log(self, name: str) -> str:
        return (self.scratch / f"{name}.log").read_text("utf-8")

    def _ported(self, word: str) -> str:
        for inside, outside in self.ports.items():
            word = re.sub(rf"\b{inside}\b", outside, word)
        return word

    def _given(self, name: str) -> dict[str, str]:
        api = f"http://127.0.0.1:{self.ports['8000']}"
        return {
            key: value.replace("http://api:8000", api) for key, value in SERVICES[name]["environment"].items()
        }


@pytest.fixture(scope="module")
def containers(tmp_path_factory: pytest.TempPathFactory) -> Containers:
    """The containers, the ingestion done as the compose file has it done before the API starts."""
    running = Containers(tmp_path_factory.mktemp("containers"))
    done = subprocess.run(
        running.here(SERVICES["ingest"]["command"]),
        env=running.environment("ingest"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return running


def test_a_health_check_fails_where_nothing_runs() -> None:
    check = Containers(Path()).here(SERVICES["api"]["healthcheck"]["test"][1:])
    assert subprocess.run(check, capture_output=True, check=False).returncode != 0


def test_the_api_becomes_healthy_and_ends_when_told(containers: Containers) -> None:
    with containers.up("api"):
        assert containers.healthy("api"), containers.log("api")
    assert "Application shutdown complete" in containers.log("api")


def test_the_chat_page_becomes_healthy_beside_the_api_and_ends_when_told(containers: Containers) -> None:
    with containers.up("ui") as process:
        assert containers.healthy("ui"), containers.log("ui")
    assert process.returncode in (0, -signal.SIGTERM), containers.log("ui")
