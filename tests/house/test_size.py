"""Is every file and function small enough to be read in one go?"""

from statistics import median, quantiles

import pytest

from tests.house.sources import PROGRAM, Function, Source, length, sources

LONGEST_FILE = 250
LONGEST_TEST = 400
"""A file of tests may be longer: it is a list of sentences, read one at a time."""
LONGEST_FUNCTION = 40
MOST_PARAMETERS = 5
TAKES_MORE = {
    "services/followup/model/recurrence.py: plan",  # what an agreement and a commitment say, and how far to look
    "services/runtime/reading.py: follow",  # each says one thing about where to begin and what to leave out
}
MEDIAN_FILE = 80
MOST_FUNCTIONS = 20
"""Nineteen functions of twenty are at most this long."""

FILES = sources(*PROGRAM)
FUNCTIONS = [
    (source, function)
    for source in FILES
    if "migrations" not in source.path.parts  # a list of statements, run once
    for function in source.functions
]


@pytest.mark.parametrize("source", [*FILES, *sources("tests")], ids=lambda source: source.name)
def test_a_file_is_short(source: Source):
    longest = LONGEST_TEST if source.name.startswith("tests/") else LONGEST_FILE

    assert source.lines <= longest, f"{source.name} has {source.lines} lines: give a part of it a file of its own"


def test_a_function_is_short():
    long = [f"{source.name}: {function.name} {length(function)}" for source, function in FUNCTIONS]

    assert [name for name in long if int(name.rsplit(" ", 1)[1]) > LONGEST_FUNCTION] == []


def test_a_function_takes_few_things():
    many = {
        f"{source.name}: {function.name}"
        for source, function in FUNCTIONS
        if taken(function) > MOST_PARAMETERS and not is_command(source, function)
    }

    assert many <= TAKES_MORE, "put what belongs together into one value"


def test_most_files_and_functions_are_shorter_still(record_testsuite_property: pytest.FixtureRequest):
    files = [source.lines for source in FILES if source.lines]
    functions = [length(function) for _, function in FUNCTIONS]
    typical, most = median(files), quantiles(functions, n=20)[18]
    record_testsuite_property("median lines of a file", typical)
    record_testsuite_property("p95 lines of a function", most)

    assert typical < MEDIAN_FILE, f"half of the files have {typical} lines or more"
    assert most <= MOST_FUNCTIONS, f"one function of twenty has more than {most} lines"


def is_command(source: Source, function: Function) -> bool:
    """A command of the command line has one parameter per option, and all have --data."""
    names = {each.arg for each in [*function.args.args, *function.args.kwonlyargs]}
    return source.name.startswith("services/cli/") and "data" in names


def taken(function: Function) -> int:
    """Parameters without self and cls, * and ** too."""
    told = function.args
    named = [each.arg for each in [*told.posonlyargs, *told.args, *told.kwonlyargs]]
    loose = [each for each in (told.vararg, told.kwarg) if each]
    return len([name for name in named if name not in {"self", "cls"}]) + len(loose)
