"""What lies between us and a server? A way that breaks once, and one that keeps what has been said."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from urllib.parse import urlsplit


@contextlib.asynccontextmanager
async def cut_at(url: str, word: bytes) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A way to PostgreSQL that breaks once, just after it has passed on `word` and before any answer to it."""
    place = urlsplit(url)
    cuts = [word]

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, watched: bool) -> None:
        while piece := await reader.read(65536):
            writer.write(piece)
            if watched and cuts and cuts[0] in piece:
                cuts.pop()
                await asyncio.sleep(0.1)  # PostgreSQL has done it; nobody will know
                return

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(place.hostname, place.port)
        back = asyncio.create_task(pump(far_reader, writer, watched=False))
        with contextlib.suppress(ConnectionError):
            # what has been passed on is answered only after the pause, so nothing of the answer comes back
            await pump(reader, far_writer, watched=True)
        back.cancel()
        far_writer.close()
        writer.transport.abort()

    async with await asyncio.start_server(connect, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        yield url.replace(f":{place.port}/", f":{port}/"), cuts


@contextlib.asynccontextmanager
async def overheard(url: str) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A way to NATS that keeps what has been said to it."""
    place = urlsplit(url)
    said: list[bytes] = []

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, keep: list[bytes]) -> None:
        while piece := await reader.read(65536):
            keep.append(piece)
            writer.write(piece)

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(place.hostname, place.port)
        back = asyncio.create_task(pump(far_reader, writer, []))
        await pump(reader, far_writer, said)
        far_writer.close()
        await back
        writer.close()

    async with await asyncio.start_server(connect, "127.0.0.1", 0) as server:
        yield url.replace(f":{place.port}", f":{server.sockets[0].getsockname()[1]}"), said
