"""Ports of this machine for servers that must be told theirs before they start."""

from __future__ import annotations

import random
import socket

# Below those that systems give to whoever asks for any: no server of another test comes by it meanwhile.
_FIRST, _LAST = 20_000, 32_000
_chance = random.SystemRandom()


def free_port() -> int:
    """A port on which nobody listens."""
    while True:
        port = _chance.randrange(_FIRST, _LAST)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
