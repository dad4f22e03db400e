"""How much may be posted to a page? A form's texts; a file only where files are taken in."""

LARGEST_POST = 64 * 1024
"""Bytes."""
LARGEST_FILE = 4 * 1024 * 1024
TAKE_FILES = ("/las-in", "/las-in/gor")


def largest_post(path: str) -> int:
    """Bytes."""
    return LARGEST_FILE if takes_file(path) else LARGEST_POST


def takes_file(path: str) -> bool:
    return path in TAKE_FILES
