"""Judges rows of Parquet by the query that `licit compile --to sql` writes, in DuckDB.

    python3 -m venv engines && engines/bin/pip install duckdb==2.0.1
    cargo build --release
    engines/bin/python benches/rows/run.py 10000000
"""

import pathlib
import resource
import subprocess
import sys
import tempfile
import time

import duckdb

HERE = pathlib.Path(__file__).parent
LICIT = HERE.parent.parent / "target" / "release" / "licit"

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


def main():
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    command = [LICIT, "compile", HERE / "policy.licit", "--to", "sql", "--dialect", "duckdb", "--keep", "id"]
    query = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    with tempfile.TemporaryDirectory() as folder:
        connection = duckdb.connect()
        connection.execute(f"COPY ({ROWS.format(many=many)}) TO '{folder}/cases.parquet'")
        connection.execute(f"CREATE VIEW cases AS SELECT * FROM '{folder}/cases.parquet'")
        tasks = {
            "read and count": 'SELECT count(*), max("action"), count("offence.act") FROM cases',
            "count verdicts": f"SELECT verdict, exact, count(*) FROM ({query}) GROUP BY ALL ORDER BY ALL",
            "write all as Parquet": f"COPY ({query}) TO '{folder}/judged.parquet'",
        }
        for task, text in tasks.items():
            clock, processor = time.time(), time.process_time()
            told = connection.execute(text).fetchall()
            clock, processor = time.time() - clock, time.process_time() - processor
            print(f"{task:22} {clock:6.2f} s, {processor:6.2f} s of processor time, {told}")
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
