"""`make bench`: what the pages of docs/performance.md cost, as JSON.

For each piece of work: the median of `RUNS` requests after three to warm up, in milliseconds of
wall clock and of processor, and the number of SQL statements. One process, one user, a database of
its own: SQLite, or the one that DATABASE_URL names. Compare ratios inside one run; machines differ.
"""

import json
import os
import statistics
import sys
import tempfile
import time

RUNS = int(os.environ.get("BENCH_RUNS", "30"))


def measure(work, runs=RUNS):
    """Run `work()` (which returns a response) and say what it cost."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(3):
        response = work()
    # Django keeps the last 9,000 statements: past those, a slice of the log would be empty.
    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as captured:
        response = work()
    sql = len(captured)  # Read now: each later request empties the log.
    walls, processors = [], []
    for _ in range(runs):
        wall, processor = time.perf_counter(), time.process_time()
        response = work()
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    assert response.status_code in (200, 302), response.status_code
    return {
        "p50_ms": round(statistics.median(walls) * 1000, 1),
        "cpu_ms": round(statistics.median(processors) * 1000, 1),
        "sql": sql,
        "status": response.status_code,
        "kB": round(len(getattr(response, "content", b"")) / 1000, 1),
    }


def main():
    home = tempfile.mkdtemp(prefix="acquis-bench-")
    os.environ["ACQUIS_HOME"] = home
    os.environ["ACQUIS_REHEARSAL"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acquis.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    # Not the test environment of Django, which watches every template that is rendered.
    call_command("migrate", verbosity=0)
    from .pages import works

    results = {name: measure(work, runs) for name, work, runs in works(RUNS)}
    json.dump({"engine": connection.vendor, "runs": RUNS, "work": results}, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
