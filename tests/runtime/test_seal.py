"""A seal is signed text: nobody without the key makes one, and every part of it is signed."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from services.runtime import sealing
from services.runtime.errors import Refused
from services.runtime.seal import Seal, from_line, key_id, public_digits, public_key, signing_key

KEY = signing_key("11" * 32)
SEAL = Seal("followup", date(2026, 3, 1), 17, 23, "ab" * 32, "").signed(KEY)


def test_a_seal_is_checked_with_the_public_half_only():
    assert SEAL.key == key_id(KEY.verify_key)
    assert SEAL.is_signed_by(public_key(public_digits(KEY.verify_key)))
    assert not SEAL.is_signed_by(SigningKey.generate().verify_key)


@pytest.mark.parametrize(
    "change",
    [
        {"service": "notifier"},
        {"day": date(2026, 3, 2)},
        {"events": 16},
        {"last_seq": 22},
        {"digest": "ba" * 32},
        {"previous": "ab" * 32},
        {"key": "0123456789abcdef"},
        {"signature": "00" * 64},
        {"signature": "not hexadecimal"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_part_is_signed(change: dict[str, object]):
    assert not replace(SEAL, **change).is_signed_by(KEY.verify_key)


def test_its_signature_is_the_same_for_everybody_who_follows_the_description():
    """Anyone with an ed25519 library and docs/operations.md can check a line of the file."""
    text = f"lofteskoll seal 1\nfollowup\n2026-03-01\n17\n23\n{'ab' * 32}\n\n{SEAL.key}\n"
    assert SEAL.text == text.encode()
    assert KEY.verify_key.verify(text.encode(), bytes.fromhex(SEAL.signature))


def test_it_comes_back_from_a_file_as_it_was(tmp_path: Path):
    file = tmp_path / "seals.jsonl"
    later = replace(SEAL, day=date(2026, 3, 2), previous=SEAL.hash).signed(KEY)
    sealing.append(file, [SEAL])
    sealing.append(file, [SEAL, later])
    assert sealing.read(file) == [SEAL, later]
    assert from_line(SEAL.line()) == SEAL
    assert file.stat().st_mode & 0o777 == 0o600


def test_half_a_line_of_a_process_that_died_is_taken_away(tmp_path: Path):
    file = tmp_path / "seals.jsonl"
    later = replace(SEAL, day=date(2026, 3, 2)).signed(KEY)
    file.write_text(SEAL.line() + later.line()[:40])
    assert sealing.read(file) == [SEAL]
    sealing.append(file, [later])
    assert sealing.read(file) == [SEAL, later]


def test_what_is_no_key_is_told_in_a_sentence():
    with pytest.raises(Refused, match="abc är ingen öppen nyckel"):
        public_key("abc")
    with pytest.raises(Refused, match="Sigillnyckeln ska vara"):
        signing_key("é" * 64)
