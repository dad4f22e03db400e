"""What does nats-server's configuration say?"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.nats.permissions import USERS

OLDEST_VERSION = (2, 14)
"""Atomic batches came in 2.12; before 2.14 a consumer could be left behind by a shortened stream."""


@dataclass(frozen=True, slots=True)
class Listening:
    """Where the server listens; port -1 lets it choose."""

    host: str = "127.0.0.1"
    port: int = -1
    monitoring: int = -1


def render(folder: Path, listening: Listening, public_keys: Mapping[str, str] | None) -> str:
    """`public_keys` by user name; None asks nobody who they are (tests)."""
    lines = [
        "# Made by deploy/nats/config.py; changes here are lost.",
        "server_name: lofteskoll",
        f"listen: {listening.host}:{listening.port}",
        f"http: 127.0.0.1:{listening.monitoring}",
        f"ports_file_dir: {_quoted(folder)}",
        "max_payload: 1MB",
        'ping_interval: "20s"',
        'lame_duck_duration: "30s"',
        "# Without `always`, JetStream acknowledges before the disk has it: a power cut loses acknowledged messages.",
        f"jetstream {{ store_dir: {_quoted(folder / 'jetstream')}, sync_interval: always }}",
    ]
    return "\n".join([*lines, *(_authorization(public_keys) if public_keys else [])]) + "\n"


def _authorization(public_keys: Mapping[str, str]) -> list[str]:
    users = [
        f"    {{ nkey: {public_keys[name]}, permissions: {{\n"
        f"        publish: {json.dumps(may.publish)},\n"
        f"        subscribe: {json.dumps(may.subscribe)},\n"
        '        allow_responses: { max: 1, expires: "1m" } } } # ' + name
        for name, may in USERS.items()
    ]
    return ["authorization {", "  users: [", *users, "  ]", "}"]


def _quoted(path: Path) -> str:
    return json.dumps(str(path), ensure_ascii=False)
