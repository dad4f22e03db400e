"""What lies beneath the portal? Pages that are known already, from memory, by the same server."""

import asyncio
import gc
import sys
from pathlib import Path

import uvloop
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from services.runtime.serving import serve


def app(folder: Path) -> Starlette:
    """`/name` answers with what the file says."""
    pages = {file.name: file.read_bytes() for file in folder.iterdir()}

    async def show(request: Request) -> HTMLResponse:
        return HTMLResponse(pages[request.path_params["name"]])

    return Starlette(routes=[Route("/{name}", show)])


def main(port: str, folder: str) -> None:
    pages = app(Path(folder))
    gc.freeze()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(pages, int(port)))


if __name__ == "__main__":
    main(*sys.argv[1:])
