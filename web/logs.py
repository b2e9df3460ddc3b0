"""Structured logs: one JSON object a line, with ids and never with values of records."""

import logging
import sys
import traceback

import structlog

PLACES = 12


def configure(*, quiet: bool = False) -> None:
    """Set up structlog once; ``quiet`` keeps only warnings (tests, commands)."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if quiet else logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


def places(error: BaseException) -> list[str]:
    """Where ``error`` and what led to it came from, innermost last: files and lines, never a message, which holds values."""
    found: list[str] = []
    behind: BaseException | None = error
    while behind is not None and len(found) < PLACES:
        frames = traceback.extract_tb(behind.__traceback__)
        found += [type(behind).__name__, *(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-PLACES:])]
        behind = behind.__cause__ or behind.__context__
    return found
