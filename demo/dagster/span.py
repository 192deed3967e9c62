"""From when to when the seeded history reaches, as the code location must know it for its partitions."""

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Optional

FILE = "history.json"
DAYS = 65
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Days are ISO dates in UTC. Without `last_day` partitions go on with the clock, as they do in production."""

    first_day: str
    last_day: Optional[str]


def span_until(end: datetime, live: bool) -> Span:
    """The span of a history that ends at that instant. `last_day` is exclusive: the first day that has not ended."""
    today = end.astimezone(timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)
    return Span((today - DAYS * DAY).date().isoformat(), None if live else today.date().isoformat())


def write_span(home: Path, span: Span) -> None:
    (home / FILE).write_text(json.dumps(asdict(span)))


def read_span() -> Span:
    """The span in $DAGSTER_HOME, or one up to now where nothing was seeded."""
    file = Path(os.environ.get("DAGSTER_HOME", "")) / FILE
    if file.exists():
        return Span(**json.loads(file.read_text()))
    return span_until(datetime.now(timezone.utc), live=True)
