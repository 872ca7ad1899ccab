"""Who asks: principals, the audiences they may read, and the keys that prove it."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections import Counter
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError

from assistant.settings import Settings
from corpus.errors import AccessDenied, InputError
from corpus.models import PUBLIC, Audience, Frozen


class Principal(Frozen):
    """Whoever asks. Sees the documents of its audiences and nothing of the others, not even how many."""

    name: str
    audiences: frozenset[Audience]
    staff: bool = False  # may hand in documents


ANYONE = Principal(name="anyone", audiences=frozenset({PUBLIC}))


class Key(Frozen):
    """One entry of the keys file. The key itself is nowhere kept, only its SHA-256."""

    name: str = Field(min_length=1)
    sha256: Annotated[str, StringConstraints(to_lower=True, pattern=r"^[0-9a-fA-F]{64}$")]
    audiences: frozenset[Audience] = Field(min_length=1)
    staff: bool = False


class _KeysFile(Frozen):
    keys: tuple[Key, ...] = Field(min_length=1)


class Keyring:
    """The keys that the API accepts."""

    def __init__(self, keys: tuple[Key, ...]) -> None:
        self._keys = keys

    @classmethod
    def load(cls, path: Path) -> Keyring:
        """The keys of a YAML or JSON file: ``keys``, a list of name, sha256, audiences and staff.

        Raises InputError when the file cannot be read, is empty, or gives a name or a key twice.
        """
        try:
            held = _KeysFile.model_validate(_listed(_read(path)))
        except ValidationError as error:
            faults = "; ".join(f"{_where(fault['loc'])}: {fault['msg']}" for fault in error.errors())
            raise InputError(
                f"The keys file {path} cannot be used: {faults}. See docs/settings.md."
            ) from None
        for field in ("name", "sha256"):
            value, times = Counter(getattr(key, field) for key in held.keys).most_common(1)[0]
            if times > 1:
                raise InputError(
                    f"The keys file {path} gives the {field} {value!r} {times} times; each stands once."
                )
        return cls(held.keys)

    def principal(self, token: str) -> Principal:
        """Who holds this key. Raises AccessDenied for a key that is not in the file.

        Every entry is compared, each in constant time, so that the time taken tells nothing of a key.
        """
        digest = hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
        found: Key | None = None
        for key in self._keys:
            if hmac.compare_digest(key.sha256, digest):
                found = key
        if found is None:
            raise AccessDenied("This key is not known. Ask whoever runs this server for one.")
        return Principal(name=found.name, audiences=found.audiences, staff=found.staff)


def keyring_of(settings: Settings) -> Keyring | None:
    """The keyring that the settings name; None where no keys are configured."""
    return Keyring.load(settings.keys) if settings.keys is not None else None


def refuse_open_api(settings: Settings) -> None:
    """Raise InputError where the API would listen beyond this machine without asking for keys.

    ``SENREI_ALLOW_OPEN_BIND`` is for containers, where the published port decides who gets in.
    """
    if settings.keys is None:
        advice = "Name a keys file in SENREI_KEYS (docs/settings.md), or listen on 127.0.0.1."
        _refuse_open(settings, settings.host, "The API", advice)


def refuse_open_page(settings: Settings) -> None:
    """The same for the chat page, which asks nobody for a key and shows whatever its own key may read."""
    advice = "Listen on 127.0.0.1, behind a proxy that asks who is there."
    _refuse_open(settings, settings.ui_host, "The chat page", advice)


def _refuse_open(settings: Settings, host: str, what: str, advice: str) -> None:
    if not settings.allow_open_bind and not is_loopback(host):
        raise InputError(
            f"{what} would listen on {host}, open to other machines, and ask nobody for a key. {advice} In a "
            "container whose published port is bound to 127.0.0.1, set SENREI_ALLOW_OPEN_BIND=1."
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _read(path: Path) -> object:
    import yaml

    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(
            f"The keys file {path} cannot be read: {error.strerror}. Check SENREI_KEYS."
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise InputError(f"The keys file {path} is neither YAML nor JSON. See docs/settings.md.") from None


def _listed(content: object) -> object:
    """A bare list stands for ``keys: [...]``."""
    return {"keys": content} if isinstance(content, list) else content


def _where(place: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in place) or "file"
