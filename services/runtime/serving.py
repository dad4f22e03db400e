"""How does a process serve pages until it is told to stop? Uvicorn on loopback; SIGTERM and SIGINT end it."""

import asyncio
import contextlib
import signal
from collections.abc import Iterator

import uvicorn
from faststream.asgi.types import ASGIApp

PATIENCE = 5
"""Seconds that a stopping process lets open streams (a county that follows) come to their end."""


class Server(uvicorn.Server):
    """Uvicorn without its own signals: it would raise them again before we have put things in order."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(app: ASGIApp, port: int) -> None:
    """Return when a signal to stop has come. Port 0 serves nothing and only waits."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if not port:
        await stop.wait()
        return
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=port,
        lifespan="off",
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=PATIENCE,
    )
    server = Server(config)
    serving = asyncio.create_task(server.serve())
    waiting = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    waiting.cancel()
    await serving
