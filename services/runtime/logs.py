"""How does a service say what it does? One JSON object per line, facts with keys, nobody's free text."""

import logging
import sys
from typing import Any

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import ExcInfo

_transform = ExceptionDictTransformer(show_locals=False, use_rich=False)


def _traced(fault: ExcInfo) -> list[dict[str, Any]]:
    """Where it happened. No locals, and of a message the first line only: the rest holds what people wrote."""
    told = _transform(fault)
    for each in told:
        each["exc_value"] = each["exc_value"].partition("\n")[0]
    return told


def set_up(service: str, level: str = "INFO") -> None:
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ExtraAdder(),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    out = logging.StreamHandler(sys.stdout)
    out.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.ExceptionRenderer(_traced),  # type: ignore[arg-type] # called by place
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [out]
    root.setLevel(level)
    for noisy in ("lofteskoll.bus", "faststream", "uvicorn", "nats", "alembic"):
        logging.getLogger(noisy).setLevel("WARNING")
    structlog.contextvars.bind_contextvars(service=service)
