"""Does the time of an embedded system only go forwards, through stops and kills?"""

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from deploy.embedded.clock import LONGEST_SILENCE, DomainClock
from services.runtime.clock import ClockWish, FileClock, is_asked, obey_wish

NEW_YEAR = datetime(2026, 1, 1, 5, tzinfo=UTC)
DAY = 86400.0


def killed(path: Path) -> None:
    """As if the system had been killed an hour ago: the last heartbeat stands."""
    told = json.loads(path.read_text())
    told["real"] = (datetime.fromisoformat(told["real"]) - timedelta(hours=1)).isoformat()
    path.write_text(json.dumps(told))


def test_it_begins_where_it_is_told_and_goes_as_fast_as_it_is_told(tmp_path: Path) -> None:
    DomainClock(tmp_path / "clock.json").begin(NEW_YEAR, DAY)
    time.sleep(0.1)
    seen = FileClock(tmp_path / "clock.json").now()
    assert timedelta(hours=2.4) <= seen - NEW_YEAR < timedelta(days=10)


def test_stopped_it_stands_still_and_goes_on_from_there(tmp_path: Path) -> None:
    clock = DomainClock(tmp_path / "clock.json")
    clock.begin(NEW_YEAR, DAY)
    clock.freeze()
    stopped = clock.now()
    time.sleep(0.05)
    assert clock.now() == stopped
    assert DomainClock(tmp_path / "clock.json").begin(None, None) == stopped
    assert FileClock(tmp_path / "clock.json").speed == DAY


def test_the_same_command_again_goes_on_and_does_not_go_back(tmp_path: Path) -> None:
    clock = DomainClock(tmp_path / "clock.json")
    clock.begin(NEW_YEAR, DAY)
    time.sleep(0.05)
    clock.freeze()
    assert DomainClock(tmp_path / "clock.json").begin(NEW_YEAR, DAY) > NEW_YEAR


def test_a_later_time_is_jumped_to(tmp_path: Path) -> None:
    DomainClock(tmp_path / "clock.json").begin(NEW_YEAR, 1.0)
    later = NEW_YEAR + timedelta(days=30)
    assert DomainClock(tmp_path / "clock.json").begin(later, None) == later


def test_after_kill_9_it_goes_on_just_after_the_last_heartbeat(tmp_path: Path) -> None:
    clock = DomainClock(tmp_path / "clock.json")
    clock.begin(NEW_YEAR, DAY)
    clock.beat()
    killed(tmp_path / "clock.json")
    again = DomainClock(tmp_path / "clock.json").begin(None, None)
    assert NEW_YEAR < again <= NEW_YEAR + timedelta(seconds=(LONGEST_SILENCE + 1) * DAY)


def test_a_heartbeat_does_not_move_the_time(tmp_path: Path) -> None:
    clock = DomainClock(tmp_path / "clock.json")
    clock.begin(NEW_YEAR, 1.0)
    for _ in range(100):
        clock.beat()
    assert clock.now() - NEW_YEAR < timedelta(seconds=5)


def test_it_is_set_forward_and_never_back_and_goes_on_as_fast_as_it_was_last_told(tmp_path: Path) -> None:
    clock, seen = DomainClock(tmp_path / "clock.json"), tmp_path / "clock.json"
    clock.begin(NEW_YEAR, DAY)
    clock.obey(ClockWish(speed=0.0))
    stood = FileClock(seen).now()
    clock.beat()
    assert FileClock(seen).now() == stood > NEW_YEAR
    assert clock.obey(ClockWish(to=NEW_YEAR)) == stood
    later = stood + timedelta(days=7)
    assert clock.obey(ClockWish(to=later)) == later == FileClock(seen).now()
    clock.obey(ClockWish(speed=1.0))
    clock.beat()
    assert later < FileClock(seen).now() < later + timedelta(seconds=5)
    clock.freeze()
    assert DomainClock(seen).begin(None, None) > later
    assert FileClock(seen).speed == 1.0


def test_what_is_asked_of_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    file, obeyed = tmp_path / "wish", list[ClockWish]()
    obey_wish(file, obeyed.append)
    assert obeyed == []
    for wish in (ClockWish(to=NEW_YEAR), ClockWish(speed=0.0)):
        wish.write(file)
        obey_wish(file, obeyed.append)
        assert obeyed.pop() == wish
    assert not is_asked(file)


def test_what_is_asked_while_something_is_carried_out_is_carried_out_next(tmp_path: Path) -> None:
    file, obeyed = tmp_path / "wish", list[ClockWish]()
    first, second = ClockWish(to=NEW_YEAR), ClockWish(speed=0.0)

    def ask_more(wish: ClockWish) -> None:
        assert is_asked(file)  # until it is done
        obeyed.append(wish)
        second.write(file)

    first.write(file)
    obey_wish(file, ask_more)
    assert is_asked(file)
    obey_wish(file, obeyed.append)
    assert obeyed == [first, second]
    assert not is_asked(file)
