"""Where a model lies that a setting names: a folder, or a name on the Hugging Face hub.

A hub is asked only where the settings allow it. Without that, a name is looked up among what has been fetched
on this machine before, which needs no network.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from corpus.errors import EmbedderError
from corpus.models import Frozen

_HUB_NAME = re.compile(r"(?P<name>[\w.-]+/[\w.-]+)(?:@(?P<revision>[\w./-]+))?")
# A hub's folder often holds the same weights in further formats, none of which is read here.
_NOT_READ = ["*.onnx", "onnx/*", "openvino/*", "*.h5", "*.msgpack", "*.ot", "*.gguf", "*.tflite"]
_PIECE = 1 << 16  # bytes read at each of the places below
_PLACES = 16  # spread over a file; a file that is no longer than all of them is read whole


class Place(Frozen):
    """A model's folder and the name under which the index remembers it."""

    folder: Path
    name: str


def place_of(model: str, setting: str, *, hub: bool) -> Place:
    """Where the model is that ``setting`` names; fetched from the hub where ``hub`` allows it.

    Raises:
        EmbedderError: it is neither a folder nor a model at hand.
    """
    if (folder := Path(model)).is_dir():
        return Place(folder=folder, name=folder.resolve().name)
    named = _HUB_NAME.fullmatch(model)
    if named is None or folder.is_absolute():
        raise EmbedderError(
            f"There is no model at {model}. Set {setting} to the folder of a sentence-transformers model, or unset "
            "it. docs/settings.md says how to bring a model to a closed network."
        )
    return Place(folder=_fetched(named["name"], named["revision"], setting, hub=hub), name=named["name"])


def digest_of(folder: Path) -> str:
    """Twelve hexadecimal figures that change with the model: names and sizes of files, and samples of each.

    Weights of gigabytes are not read whole at every start; model cards are passed over.
    """
    digest = hashlib.sha256()
    files = (path for path in folder.rglob("*") if path.is_file())
    for path in sorted(path for path in files if path.suffix != ".md" and ".git" not in path.parts):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()} {size}\n".encode())
        with path.open("rb") as file:
            if size <= _PIECE * _PLACES:
                digest.update(file.read())
                continue
            for place in range(_PLACES):
                file.seek((size - _PIECE) * place // (_PLACES - 1))
                digest.update(file.read(_PIECE))
    return digest.hexdigest()[:12]


def silence() -> None:
    """Keep the library that loads weights from drawing bars of its own. Imports transformers."""
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]


def _fetched(name: str, revision: str | None, setting: str, *, hub: bool) -> Path:
    from huggingface_hub import snapshot_download

    try:
        found = snapshot_download(
            name, revision=revision, local_files_only=not hub, ignore_patterns=_NOT_READ
        )
    except Exception as error:  # the hub's client raises its own kinds, and those of its network library
        told = "could not be fetched" if hub else "has not been fetched on this machine"
        way = (
            "Check the name and the network"
            if hub
            else "Set SENREI_HUB=true to fetch it, or bring its folder to this machine"
        )
        raise EmbedderError(
            f"There is no folder {name}, and the model of that name on the hub {told} ({type(error).__name__}). "
            f"{way}; docs/settings.md says how. Unset {setting} to do without it."
        ) from error
    return Path(found)
