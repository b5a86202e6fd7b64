"""Judges generated rows: `licit audit`, beside DuckDB running the query that `licit compile --to sql` writes, and Polars
running that policy written by hand.

    python3 -m venv engines && engines/bin/pip install duckdb==2.0.1 polars==2.1.0
    cargo build --release --features parquet
    cargo build --release -p licit-datafusion   # if its audits are to be measured too
    engines/bin/python benches/rows/run.py 10000000
    engines/bin/python benches/rows/run.py growth 100000000

The first compares all ways, the second how `licit audit` and DuckDB grow with the rows, from a thousand on. Each is a
process of its own, from a file of rows to a file of judged rows, and takes as many cores as there are. All must count the
same verdicts, or the run fails.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
LICIT = pathlib.Path(os.environ.get("LICIT", HERE.parent.parent / "target" / "release" / "licit"))
DATAFUSION = LICIT.with_name("licit-datafusion")
POLICY = HERE / "policy.licit"
TIMES = 3

ROWS = """
SELECT i AS id,
  DATE '2015-01-01' + CAST(random() * 4000 AS INTEGER) AS "on",
  CASE WHEN random() < 0.7 THEN 'use' ELSE 'transfer' END AS "action",
  CASE WHEN random() > 0.05 THEN ['FR', 'DE', 'HU', 'KP', 'IR', 'US', 'NL', 'SE'][1 + CAST(random() * 7 AS INTEGER)]
  END AS "buyer.country",
  CASE WHEN random() > 0.1 THEN random() < 0.5 END AS "buyer.government",
  CASE WHEN random() > 0.1 THEN random() < 0.9 END AS "buyer.certificate",
  CASE WHEN random() > 0.1 THEN ['arson', 'fraud', 'theft', 'other'][1 + CAST(random() * 3 AS INTEGER)]
  END AS "offence.act",
  CASE WHEN random() > 0.1 THEN CAST(random() * 120 AS BIGINT) END AS "offence.maximum-sentence",
  CASE WHEN random() > 0.1 THEN DATE '2010-01-01' + CAST(random() * 6000 AS INTEGER) END AS "offence.since",
  CAST(random() * 200000 AS DECIMAL(12, 2)) AS "deal.price"
FROM range({many}) rows(i)
"""

# The same rows as text says them.
AS_TEXT = """
SELECT * REPLACE ("offence.maximum-sentence" || ' months' AS "offence.maximum-sentence", 'EUR ' || "deal.price" AS "deal.price")
FROM '{folder}/rows.parquet'
"""
AS_JSON = """
SELECT * REPLACE ('P' || "offence.maximum-sentence" || 'M' AS "offence.maximum-sentence") FROM '{folder}/rows.parquet'
"""


def make(folder, many):
    """The rows in Parquet."""
    import duckdb

    duckdb.execute(f"COPY ({ROWS.format(many=many)}) TO '{folder}/rows.parquet'")


def make_all(folder, many):
    """The rows, in three forms."""
    import duckdb

    make(folder, many)
    duckdb.execute(f"COPY ({AS_TEXT.format(folder=folder)}) TO '{folder}/rows.csv'")
    duckdb.execute(f"COPY ({AS_JSON.format(folder=folder)}) TO '{folder}/rows.jsonl' (FORMAT json)")


def count(folder, *tables):
    """How many verdicts of each kind there are, in each of these tables; they must be the same."""
    import duckdb

    ask = "SELECT verdict, count(*) FROM '{}/{}' GROUP BY ALL ORDER BY ALL"
    counts = {table: duckdb.execute(ask.format(folder, table)).fetchall() for table in tables}
    if len({str(count) for count in counts.values()}) != 1:
        sys.exit(f"they do not agree: {counts}")
    print(f"\nAll count the same: {counts[tables[0]]}")


def by_duckdb(folder):
    """The exported query."""
    import duckdb

    command = [LICIT, "compile", POLICY, "--to", "sql", "--dialect", "duckdb", "--keep", "id"]
    query = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    duckdb.execute(f"CREATE VIEW cases AS SELECT * FROM '{folder}/rows.parquet'")
    duckdb.execute(f"COPY ({query}) TO '{folder}/duckdb.parquet'")


def by_polars(folder):
    """The policy by hand, in the three-valued expressions of Polars; what is missing is not looked for."""
    import datetime

    import polars as pl

    c = pl.col
    uses, transfers = c("action") == "use", c("action") == "transfer"
    where_not = c("buyer.country").is_in(["KP", "IR", "SY"])
    large = transfers & (c("deal.price") > 100_000) & ~c("buyer.government")
    against = where_not | large | ~c("buyer.certificate")
    what_for = (
        (c("offence.act") == "arson")
        | (c("offence.maximum-sentence") >= 72)
        | (c("offence.since") < datetime.date(2020, 1, 1))
    )
    permits = (uses & what_for) | (transfers & c("buyer.government"))
    deciding = [("1", ~c("buyer.certificate")), ("3", where_not), ("4", large)]
    permitting = [
        ("2(a)", uses & (c("offence.act") == "arson")),
        ("2(b)", uses & (c("offence.maximum-sentence") >= 72)),
        ("2(c)", uses & (c("offence.since") < datetime.date(2020, 1, 1))),
        ("5", transfers & c("buyer.government")),
    ]
    verdict = (
        pl.when(against).then(pl.lit("prohibited"))
        .when(against.is_null() & permits.is_null()).then(pl.lit("undetermined"))
        .when(against.is_null() & ~permits).then(pl.lit("prohibited"))
        .when(against.is_null()).then(pl.lit("undetermined"))
        .when(permits.is_null()).then(pl.lit("undetermined"))
        .when(permits).then(pl.lit("permitted"))
        .otherwise(pl.lit("prohibited"))
    )
    named = lambda these: pl.concat_str(
        [pl.when(holds).then(pl.lit(name)) for name, holds in these], separator="; ", ignore_nulls=True
    )
    by = pl.when(against).then(named(deciding)).when(permits & ~against).then(named(permitting))
    rows = pl.scan_parquet(f"{folder}/rows.parquet")
    rows.with_columns(verdict.alias("verdict"), by.alias("decided_by")).sink_parquet(f"{folder}/polars.parquet")


def audit(folder, rows, judged, licit=LICIT, *more):
    """What runs `licit audit`."""
    return [licit, "audit", POLICY, folder / rows, "--keep", "id", "--out", folder / judged, "--format", "plain", *more]


def measured(command):
    """Seconds by the clock and of processor time, and the most memory in MB, of a process and what it starts."""
    began = time.time()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command} failed")
    return time.time() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def ways(folder):
    """What runs each way, and the table that it leaves."""
    itself = [sys.executable, __file__]
    on_datafusion = audit(folder, "rows.parquet", "datafusion.parquet", DATAFUSION, "--engine", "datafusion")
    built = {"licit audit on DataFusion, Parquet": ("datafusion.parquet", on_datafusion)} if DATAFUSION.exists() else {}
    return {
        "licit audit, Parquet": ("judged.parquet", audit(folder, "rows.parquet", "judged.parquet")),
        "DuckDB, the exported query": ("duckdb.parquet", itself + ["duckdb", folder]),
        "licit audit, CSV": ("judged.csv", audit(folder, "rows.csv", "judged.csv")),
        "licit audit, JSON Lines": ("judged.jsonl", audit(folder, "rows.jsonl", "judged.jsonl")),
        "Polars, by hand": ("polars.parquet", itself + ["polars", folder]),
    } | built


def compare(many):
    """All ways on so many rows, in turns."""
    with tempfile.TemporaryDirectory() as name:
        # Nothing large is done in this process: a process that it starts would seem to take as much memory as it.
        itself, all_ways = [sys.executable, __file__], ways(pathlib.Path(name))
        subprocess.run(itself + ["make_all", name, str(many)], check=True)
        runs = {way: [] for way in all_ways}
        for _ in range(TIMES):
            for way, (_, command) in all_ways.items():
                runs[way].append(measured(command))
        first = sorted(runs["DuckDB, the exported query"])[TIMES // 2]
        print(f"{many} rows, the middle of {TIMES} runs by the clock\n")
        print("| | seconds | processor seconds | most memory | times DuckDB |\n|---|---|---|---|---|")
        for way, times in runs.items():
            clock, processor, memory = sorted(times)[TIMES // 2]
            print(f"| {way} | {clock:.2f} | {processor:.2f} | {memory:.0f} MB | {clock / first[0]:.2f} |")
        subprocess.run(itself + ["count", name] + [judged for judged, _ in all_ways.values()], check=True)


def growth(most):
    """Parquet alone, from a thousand rows to so many, ten times as many each time; once each."""
    print("| rows | licit audit | most memory | DuckDB, the exported query | most memory | ratio |")
    print("|---|---|---|---|---|---|")
    many = 1000
    while many <= most:
        with tempfile.TemporaryDirectory() as name:
            itself, (licit, duckdb, *_) = [sys.executable, __file__], ways(pathlib.Path(name)).values()
            subprocess.run(itself + ["make", name, str(many)], check=True)
            (ours, _, our_memory), (theirs, _, their_memory) = measured(licit[1]), measured(duckdb[1])
            licit_took = f"{ours:.2f} s | {our_memory:.0f} MB"
            duckdb_took = f"{theirs:.2f} s | {their_memory:.0f} MB"
            print(f"| {many:,} | {licit_took} | {duckdb_took} | {ours / theirs:.2f} |", flush=True)
            counted = subprocess.run(itself + ["count", name, licit[0], duckdb[0]], capture_output=True, text=True)
            if counted.returncode != 0:
                sys.exit(counted.stderr)
        many *= 10


def main():
    match sys.argv[1:]:
        case ["growth", *most]:
            growth(int(most[0]) if most else 100_000_000)
        case [part, folder, *more]:
            parts = {"make": make, "make_all": make_all, "count": count, "duckdb": by_duckdb, "polars": by_polars}
            parts[part](folder, *more)
        case many:
            compare(int(many[0]) if many else 1_000_000)


if __name__ == "__main__":
    main()
