"""Only this machine's browser and the portal's own forms come in, and every response is hard to misuse."""

import asyncio
import socket

import httpx
import pytest
from starlette.requests import Request
from structlog.testing import capture_logs

from services.portal.app import build
from services.portal.pages import guard, statement
from services.portal.settings import Settings
from services.runtime.errors import TooMuch
from tests.fakes import StoppedClock
from tests.portal.conftest import OWN_FORM, browser_of
from tests.portal.html import read
from tests.serving import serving
from tests.system import KEY, PORTAL

PATHS = [
    "/",
    "/overenskommelser",
    "/svar/hej",
    "/static/style.css",
    "/static/finns-inte.css",
    "/finns-inte",
    "/dev/inbox",
]
NEARLY = ("x@127.0.0.1:8300", "127.0.0.1:8300/x", "127.0.0.1#x", "127.0.0.1:8300,example.se", "localhost:x")
"""Ours, with what would lead elsewhere, or nowhere, in an address that is made of it."""


@pytest.fixture
def stopped() -> httpx.AsyncClient:
    """A browser in front of a portal that is not connected to anything."""
    return browser_of(build(Settings(link_key=KEY), StoppedClock()).pages["/"])


@pytest.mark.parametrize("path", PATHS)
async def test_every_response_carries_the_headers(stopped: httpx.AsyncClient, path: str) -> None:
    headers = (await stopped.get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


@pytest.mark.parametrize("host", ["lofteskoll.example", "127.0.0.1.example.se", "[", "10.0.0.1:8300", "", *NEARLY])
async def test_another_host_name_is_not_answered(stopped: httpx.AsyncClient, host: str) -> None:
    assert (await stopped.get("/overenskommelser", headers={"Host": host})).status_code == 421


async def test_another_address_than_loopback_is_not_answered(stopped: httpx.AsyncClient) -> None:
    seen = await stopped.get("http://192.0.2.7:8300/", headers={"Host": "127.0.0.1:8300"})
    assert seen.status_code == 421


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (OWN_FORM, 404),
        ({"Origin": PORTAL}, 404),
        ({"Sec-Fetch-Site": "cross-site", "Origin": PORTAL}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "http://127.0.0.1:9999"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
async def test_only_our_own_form_is_taken(stopped: httpx.AsyncClient, headers: dict[str, str], status: int) -> None:
    stopped.headers.pop("Sec-Fetch-Site")
    stopped.headers.pop("Origin")
    assert (await stopped.post("/svar/hej", headers=headers, data={"a": "b"})).status_code == status


async def test_a_post_that_does_not_come_to_its_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SLOWEST", 0.2)
    head = b"POST /sprak HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 9\r\n"
    form = b"Content-Type: application/x-www-form-urlencoded\r\n\r\nsprak="
    with socket.create_server(("127.0.0.1", 0)) as at:
        async with serving(build(Settings(link_key=KEY), StoppedClock()).pages["/"], at):
            coming, going = await asyncio.open_connection(*at.getsockname())
            going.write(head + form)
            told = (await asyncio.wait_for(coming.read(), 10)).decode()  # to its end: the connection is closed
            going.close()
    assert told.startswith("HTTP/1.1 408 ")
    assert "Det som skickades kom inte fram i tid." in told
    assert "content-security-policy" in told


async def test_too_large_a_post_is_refused(alone: httpx.AsyncClient) -> None:
    large = await alone.post("/tillfalle/arjeplog-1/2026", data={"comment": "a" * 70_000})
    assert large.status_code == 413
    assert "korta ned kommentaren" in large.text


@pytest.mark.parametrize("path", ["/", "/overenskommelser", "/svar/hej"])
async def test_other_methods_are_refused(stopped: httpx.AsyncClient, path: str) -> None:
    for method in ("PUT", "DELETE", "TRACE"):
        assert (await stopped.request(method, path)).status_code == 405


async def test_a_service_that_is_away_is_named_and_the_reader_asked_to_wait(alone: httpx.AsyncClient) -> None:
    for path, owner in (("/", "Uppföljningen"), ("/overenskommelser", "Överenskommelserna")):
        away = await alone.get(path)
        assert (away.status_code, away.headers["retry-after"]) == (503, "30")
        assert f"{owner} svarar inte just nu, försök igen om en stund." in read(away.text).words


async def test_what_is_too_much_for_a_page_is_said_and_not_that_it_is_not_there(
    stopped: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asks_too_much(request: Request) -> None:
        raise TooMuch("Svaret är för stort för att skickas. Fråga efter en mindre del.")

    monkeypatch.setattr(statement, "site_of", asks_too_much)
    seen = await stopped.get("/tillganglighet")
    assert seen.status_code == 422
    assert "Det är för mycket för en sida. Gå tillbaka och välj" in read(seen.text).words


async def test_a_page_that_breaks_says_so_and_the_log_has_no_address_and_no_text(
    stopped: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(request: Request) -> None:
        raise ValueError(str(request.url))

    monkeypatch.setattr(statement, "site_of", breaks)
    with capture_logs() as logs:
        broken = await stopped.get("/tillganglighet?token=secret")
    assert broken.status_code == 500
    assert "Något gick fel hos oss." in read(broken.text).words
    assert "content-security-policy" in broken.headers
    (line,) = logs
    assert line["fault"] == "ValueError"
    assert "statement.py" in str(line["where"])
    assert "secret" not in str(line)
