"""Which rows does the table have, in its order?"""

from tests.bench.row import Row
from tests.bench.rows import (
    catching_up,
    claims,
    commands,
    end_to_end,
    firing,
    idle,
    importing,
    latency,
    mails,
    pages,
    planning,
    relay,
    summary,
)

ROWS: tuple[Row, ...] = (
    end_to_end.ROW,
    commands.ROW,
    relay.ROW,
    latency.SEEN,
    latency.PROJECTED,
    catching_up.ROW,
    claims.ROW,
    planning.ROW,
    firing.ROW,
    mails.ROW,
    importing.ROW,
    summary.ROW,
    pages.ROW,
    idle.ROW,
)
