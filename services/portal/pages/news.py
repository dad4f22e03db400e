"""How are news followed with a feed reader? RSS 2.0."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from starlette.responses import Response


@dataclass(frozen=True, slots=True)
class News:
    title: str
    text: str
    on: date
    link: str


def as_rss(title: str, page: str, news: Sequence[News]) -> Response:
    """Latest first. An item is known by its link, day and title: it never changes."""
    rss = Element("rss", version="2.0")
    channel = SubElement(rss, "channel")
    for name, value in (("title", title), ("link", page), ("description", title), ("language", "sv")):
        SubElement(channel, name).text = value
    for one in sorted(news, key=lambda one: one.on, reverse=True):
        item = SubElement(channel, "item")
        SubElement(item, "title").text = one.title
        SubElement(item, "description").text = one.text
        SubElement(item, "link").text = one.link
        SubElement(item, "guid", isPermaLink="false").text = f"{one.on} {one.link} {one.title}"
        SubElement(item, "pubDate").text = format_datetime(datetime.combine(one.on, time(12), UTC))
    body = tostring(rss, encoding="utf-8", xml_declaration=True)
    return Response(body, media_type="application/rss+xml; charset=utf-8")
