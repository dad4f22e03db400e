"""How does a test let something be reached over HTTP on this machine? Whoever comes early is let wait by the socket."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp

from services.runtime.serving import Server


@asynccontextmanager
async def serving(app: ASGIApp, at: socket.socket) -> AsyncIterator[None]:
    server = Server(uvicorn.Config(app, lifespan="off", log_config=None))
    running = asyncio.create_task(server.serve(sockets=[at]))
    yield
    server.should_exit = True
    await running


def address_of(at: socket.socket) -> str:
    return f"http://127.0.0.1:{at.getsockname()[1]}"
