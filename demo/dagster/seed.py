"""Fills a DAGSTER_HOME with 65 days of history whose truth is known, and writes that truth beside it.

python seed.py --into HOME --end 2026-01-15T09:30:00Z [--live] [--runs 20000 --failures 0.1]
"""

import argparse
import json
import os
import shutil
import sys
import time
import warnings
from datetime import datetime, timezone
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    options = arguments()
    home = options.into.resolve()
    home.mkdir(parents=True, exist_ok=True)
    os.environ["DAGSTER_HOME"] = str(home)
    warnings.simplefilter("ignore")
    sys.path.insert(0, str(HERE))
    from span import DAYS, span_until, write_span

    write_span(home, span_until(options.end, options.live))
    shutil.copyfile(HERE / "dagster.yaml", home / "dagster.yaml")

    # The definitions read the span above.
    from seeding import seed

    began = time.monotonic()
    truth = seed(options.end, DAYS, options.runs, options.failures)
    (home / "truth.json").write_text(json.dumps(truth, indent=1))
    print(f"Seeded {home} in {time.monotonic() - began:.1f} s")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--into", type=Path, required=True, help="the DAGSTER_HOME; created where it does not exist")
    parser.add_argument(
        "--end", type=instant, default=datetime.now(timezone.utc), help="where the history ends; now by default"
    )
    parser.add_argument("--live", action="store_true", help="partitions go on after the end, with the clock")
    parser.add_argument("--runs", type=int, help="instead of the cases: about so many runs, for measurements")
    parser.add_argument("--failures", type=float, default=0.1, help="share of those runs that fail")
    return parser.parse_args()


def instant(text: str) -> datetime:
    parsed = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=timezone.utc)


if __name__ == "__main__":
    main()
