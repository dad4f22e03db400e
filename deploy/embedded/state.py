"""What does a running embedded system tell the command line about itself?"""

from pathlib import Path

from pydantic import BaseModel, Field

from deploy.embedded.folder import STATE, in_use
from deploy.embedded.secret import write_private


class Process(BaseModel):
    pid: int
    port: int = 0
    """Where it answers /ready; 0 for what has none."""
    restarts: int = 0


class State(BaseModel):
    """Holds keys and passwords: the file is readable by its owner only."""

    pid: int
    """Of the supervisor."""
    ready: bool = False
    portal_url: str
    nats_url: str = ""
    nats_seed: str = ""
    """The operator's."""
    owner_urls: dict[str, str] = Field(default_factory=dict)
    """The database of each service, as its owner."""
    mail: Path
    clock_file: Path | None = None
    seal_keys: list[str] = Field(default_factory=list)
    """The public halves of the keys that sign the logs' seals."""
    seal_file: Path | None = None
    processes: dict[str, Process] = Field(default_factory=dict)

    def write(self, folder: Path) -> None:
        write_private(folder / STATE, self.model_dump_json(indent=2))


def read_state(folder: Path) -> State | None:
    """None when no system runs on the folder, whatever an earlier one left behind."""
    path = folder / STATE
    if not path.exists() or not in_use(folder):
        return None
    return State.model_validate_json(path.read_text())
