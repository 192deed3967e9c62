"""Records the ticks that a real Dagster gives to cron schedules, for src/sources/dagster/freshness/cronTicks.test.ts.

    python src/sources/dagster/freshness/testdata/recordCronTicks.py src/sources/dagster/freshness/testdata/cronTicks.json
    npx prettier --write src/sources/dagster/freshness/testdata/cronTicks.json

Needs dagster. Each row: an instant, then the next three ticks after it, in seconds since the epoch.
"""

import json
import sys
from datetime import datetime
from itertools import islice

import dagster
from dagster._utils.schedules import cron_string_iterator, is_valid_cron_string

CRONS = [
    "0 10 * * *", "30 2 * * *", "30 1 * * *", "0 2 * * *", "0 * * * *", "*/15 * * * *", "0 */6 * * *", "0 */2 * * *",
    "0 1-3 * * *", "10-50/20 8-18/2 * * *", "0 6 * * 1-5", "0 0 * * 0", "0 0 * * 7", "0 12 * * MON,WED,fri", "5 4 * * 5#3",
    "0 0 1 * *", "0 0 L * *", "0 0 l * *", "15 3 31 * *", "0 0 29 2 *", "0 0 1 JAN,JUL *", "0 9 1 * 1", "0 0 */2 * 1",
    "0 0 ? * *", "@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly",
    "0 0 0 * * *", "0 0 31 2 *", "61 * * * *", "every day", "",
]  # fmt: skip
ZONES = ["UTC", "America/New_York", "Europe/Berlin", "Asia/Kolkata"]
# Ordinary instants, ticks themselves, and both changes of the clocks of both zones.
INSTANTS = [
    "2026-01-15T10:00:00", "2026-01-31T23:59:59", "2026-03-08T05:30:00", "2026-03-08T06:59:00", "2026-03-29T00:30:00",
    "2026-10-24T23:30:00", "2026-11-01T04:30:00", "2026-11-01T05:45:00", "2026-12-31T23:30:00",
]  # fmt: skip


def rows(cron, zone):
    for instant in INSTANTS:
        seconds = int(datetime.fromisoformat(instant + "+00:00").timestamp())
        ticks = islice(cron_string_iterator(seconds + 1, cron, zone), 3)
        yield [seconds, *(int(tick.timestamp()) for tick in ticks)]


if __name__ == "__main__":
    valid = [cron for cron in CRONS if is_valid_cron_string(cron)]
    recorded = {
        "dagster": dagster.__version__,
        "invalid": [cron for cron in CRONS if cron not in valid],
        "schedules": [
            {"cron": cron, "timeZone": zone, "rows": list(rows(cron, zone))} for cron in valid for zone in ZONES
        ],
    }
    with open(sys.argv[1], "w") as file:
        json.dump(recorded, file)
