"""How is a peer asked for its figure? It runs in an environment of its own and prints one number."""

import asyncio
from pathlib import Path

from tests.bench.row import Figures, Plan

PEERS = Path(__file__).parent / "peers"
PATIENCE = 300.0


async def ask(plan: Plan, name: str, figure: str, *words: str) -> Figures:
    """Empty when the peer is not installed: then the table says that it was not measured."""
    python = plan.peers / "bin" / "python"
    if not python.exists():
        return {}
    process = await asyncio.create_subprocess_exec(
        str(python), str(PEERS / f"{name}.py"), *words, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(PATIENCE):
            told, fault = await process.communicate()
    except TimeoutError:
        process.kill()
        raise
    if process.returncode:
        raise RuntimeError(f"{name}: {fault.decode()[-1500:]}")
    return {figure: float(told.split()[-1])}
