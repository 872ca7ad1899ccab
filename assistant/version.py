"""Which version of Senrei this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed


def version() -> str:
    """The version of the installed distribution; 0 where the code runs without being installed."""
    try:
        return installed("senrei")
    except PackageNotFoundError:
        return "0"
