"""What stands on a printed page, how large is it, and is it without colour? Read out of Chromium's PDF."""

import re
import zlib
from dataclasses import dataclass
from unicodedata import normalize

A4 = (210, 297)
"""Millimetres."""
POINTS_PER_MM = 72 / 25.4
OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
BOX = re.compile(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]")
FILLED = re.compile(rb"([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG)\b")
SHOWN = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>\s*Tj|(\bET\b)")
MAPPED = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]{4})>(?: <([0-9A-F]{4})>)?")
FONT = re.compile(rb"/(F\d+) (\d+) 0 R")
UNICODE = re.compile(rb"/ToUnicode (\d+) 0 R")


@dataclass(frozen=True, slots=True)
class Paper:
    sizes: frozenset[tuple[int, int]]
    """Width and height of the pages, in whole millimetres."""
    colours: frozenset[tuple[str, ...]]
    """What is drawn in anything but black, white and grey."""
    words: str
    """In the order they were drawn; ligatures are taken apart."""


def read(pdf: bytes) -> Paper:
    objects = {int(number): body for number, body in OBJECT.findall(pdf)}
    drawn = [text for body in objects.values() if b" Tf" in (text := _stream(body)) or b" rg" in text]
    letters = {font: _letters(objects, int(number)) for font, number in FONT.findall(pdf)}
    return Paper(
        frozenset((_mm(width), _mm(height)) for width, height in BOX.findall(pdf)),
        frozenset(
            tuple(one.decode() for one in told) for text in drawn for told in FILLED.findall(text) if len(set(told)) > 1
        ),
        normalize("NFKC", "".join(_words(text, letters) for text in drawn)),
    )


def _mm(points: bytes) -> int:
    return round(float(points) / POINTS_PER_MM)


def _stream(body: bytes) -> bytes:
    found = STREAM.search(body)
    if not found:
        return b""
    return zlib.decompress(found[1]) if b"/FlateDecode" in body else found[1]


def _letters(objects: dict[int, bytes], font: int) -> dict[int, str]:
    named = UNICODE.search(objects[font])
    found: dict[int, str] = {}
    for first, last, letter in MAPPED.findall(_stream(objects[int(named[1])]) if named else b""):
        start, begins = int(first, 16), int(letter or last, 16)
        found |= {start + on: chr(begins + on) for on in range(int(last, 16) - start + 1 if letter else 1)}
    return found


def _words(text: bytes, letters: dict[bytes, dict[int, str]]) -> str:
    font: dict[int, str] = {}
    words = ""
    for name, shown, _ in SHOWN.findall(text):
        font = letters.get(name, {}) if name else font
        words += "".join(font.get(int(shown[at : at + 4], 16), "") for at in range(0, len(shown), 4))
    return words
