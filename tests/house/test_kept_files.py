"""Does anything in the files belong to one machine, one network, or to nobody but its owner?"""

import re

import pytest

from tests.house.sources import texts

NOT_OURS_TO_NAME = {
    "a registry's host": r"py[p]i\.org|python[h]osted\.org|registry\.[n]pmjs|artifact[o]ry|nexus[.]",
    "a path of one machine": r"/[w]ork/|/ro[o]t/\w|/ho[m]e/\w|/Use[r]s/\w|[A-Z]:\\Use[r]s",
    "a private key": r"-----BE[G]IN [A-Z ]*PRIVATE",
    "an nkey seed": r"\bS[ACNOUX][A-Z2-7]{56}\b",
    "a token": r"\bgh[pousr]_\w{20,}|\bglpat-[\w-]{20}|\bAKIA[0-9A-Z]{16}\b|\bxox[bp]-\w",
    "an index to fetch from": r"--(extra-)?index-u[r]l|--find-lin[k]s|--trusted-ho[s]t",
}


@pytest.mark.parametrize("what", NOT_OURS_TO_NAME)
def test_no_file_holds(what: str):
    found = re.compile(NOT_OURS_TO_NAME[what])

    assert [f"{name}: {hit[0]}" for name, text in texts() if (hit := found.search(text))] == []


def test_a_mailbox_is_a_role_at_an_example_domain():
    """Real people's addresses have no place in a file; the reserved domains are for this (RFC 2606)."""
    address = re.compile(r"(?<![%\w.+-])[\w.+-]+@([\w-]+\.)*[\w-]+\.(se|com|org|net|nu)\b")
    outside = [
        f"{name}: {hit[0]}"
        for name, text in texts()
        for hit in address.finditer(text)
        if not re.search(r"[@.]example\.(se|com|org|net)$", hit[0])
    ]

    assert outside == []
