"""Runs the queries that Licit writes, in the engines they are written for.

One task a line on standard input, as JSON:

    {"tables": {"cases": {"columns": [["case", "whole"], ["buyer.country", "text"]], "rows": [[1, "FR"], ...]}},
     "queries": {"duckdb": "WITH ...", "datafusion": "...", "postgres": "...", "spark": "..."}}

and for each one line on standard output: for every query its rows, or {"error": "..."}. Said first is which of the
engines named on the command line are there, such as ["duckdb", "datafusion"].

    pip install duckdb datafusion pyarrow            # these suffice for duckdb and datafusion
    pip install psycopg[binary]                      # postgres, with PostgreSQL's own programs installed
    pip install pyspark                              # spark, with a Java runtime
"""

import datetime
import decimal
import glob
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile

ARROW = {
    "boolean": lambda pa: pa.bool_(),
    "text": lambda pa: pa.string(),
    "texts": lambda pa: pa.list_(pa.string()),
    "decimal": lambda pa: pa.decimal128(24, 9),
    "whole": lambda pa: pa.int64(),
    "date": lambda pa: pa.date32(),
}

POSTGRES = {
    "boolean": "BOOLEAN",
    "text": "TEXT",
    "texts": "TEXT[]",
    "decimal": "NUMERIC(24, 9)",
    "whole": "BIGINT",
    "date": "DATE",
}


def value(kind, written):
    """A cell as Python has it."""
    if written is None:
        return None
    if kind == "decimal":
        return decimal.Decimal(written)
    if kind == "date":
        return datetime.date.fromisoformat(written)
    return written


def arrow(table):
    """A table of a task as Arrow has it."""
    import pyarrow as pa

    fields = [pa.field(name, ARROW[kind](pa)) for name, kind in table["columns"]]
    columns = [
        pa.array([value(kind, row[at]) for row in table["rows"]], ARROW[kind](pa))
        for at, (_, kind) in enumerate(table["columns"])
    ]
    return pa.Table.from_arrays(columns, schema=pa.schema(fields))


class DuckDb:
    def __init__(self):
        import duckdb

        self.duckdb = duckdb

    def rows(self, tables, query):
        connection = self.duckdb.connect()
        for name, table in tables.items():
            connection.register(name, arrow(table))
        return connection.execute(query).fetchall()

    def close(self):
        pass


class DataFusion:
    def __init__(self):
        import datafusion
        import pyarrow

        self.datafusion, self.pyarrow = datafusion, pyarrow

    def rows(self, tables, query):
        context = self.datafusion.SessionContext()
        for name, table in tables.items():
            made = arrow(table)
            batches = made.to_batches() or [self.pyarrow.RecordBatch.from_pylist([], schema=made.schema)]
            context.register_record_batches(name, [batches])
        return [list(row.values()) for batch in context.sql(query).collect() for row in batch.to_pylist()]

    def close(self):
        pass


class Postgres:
    """A server of its own, which listens to nobody else and is gone afterwards."""

    def __init__(self):
        import psycopg

        programs = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
        self.programs = programs[-1] if programs else os.path.dirname(shutil.which("initdb") or "")
        self.home = tempfile.mkdtemp(prefix="licit-postgres-")
        data = os.path.join(self.home, "data")
        # PostgreSQL does not run as root.
        if os.geteuid() == 0:
            shutil.chown(self.home, "postgres", "postgres")
        self.run("initdb", "--pgdata", data, "--auth", "trust", "--username", "licit", "--no-sync")
        options = f"-c listen_addresses= -c unix_socket_directories={self.home} -c fsync=off"
        self.run("pg_ctl", "--pgdata", data, "--wait", "--silent", "--log", os.path.join(self.home, "log"),
                 "--options", options, "start")
        self.data = data
        # Tables change under their names, so that no statement is prepared for the next.
        self.connection = psycopg.connect(
            host=self.home, user="licit", dbname="postgres", autocommit=True, prepare_threshold=None
        )

    def run(self, program, *arguments):
        command = [os.path.join(self.programs, program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.home)

    def rows(self, tables, query):
        with self.connection.cursor() as cursor:
            for name, table in tables.items():
                columns = ", ".join(f'"{column}" {POSTGRES[kind]}' for column, kind in table["columns"])
                cursor.execute(f'DROP TABLE IF EXISTS "{name}"')
                cursor.execute(f'CREATE TEMP TABLE "{name}" ({columns})')
                rows = [[value(kind, cell) for cell, (_, kind) in zip(row, table["columns"])] for row in table["rows"]]
                if rows:
                    marks = ", ".join(["%s"] * len(table["columns"]))
                    cursor.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)
            cursor.execute(query.encode())
            return cursor.fetchall()

    def close(self):
        self.connection.close()
        self.run("pg_ctl", "--pgdata", self.data, "--mode", "immediate", "--silent", "stop")
        shutil.rmtree(self.home, ignore_errors=True)


class Spark:
    def __init__(self):
        from pyspark.sql import SparkSession

        self.spark = (
            SparkSession.builder.master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1")
            .config("spark.sql.execution.arrow.pyspark.enabled", "true")
            .getOrCreate()
        )
        self.spark.sparkContext.setLogLevel("OFF")

    def rows(self, tables, query):
        for name, table in tables.items():
            self.spark.createDataFrame(arrow(table)).createOrReplaceTempView(f"`{name}`")
        return [list(row) for row in self.spark.sql(query).collect()]

    def close(self):
        self.spark.stop()


ENGINES = {
    "duckdb": (DuckDb, ["duckdb", "pyarrow"]),
    "datafusion": (DataFusion, ["datafusion", "pyarrow"]),
    "postgres": (Postgres, ["psycopg"]),
    "spark": (Spark, ["pyspark", "pyarrow"]),
}


def main():
    engines = {}
    for name in sys.argv[1:]:
        engine, needs = ENGINES[name]
        if all(importlib.util.find_spec(need) for need in needs):
            try:
                engines[name] = engine()
            except Exception as fault:
                print(f"{name} cannot be started: {fault}", file=sys.stderr)
    print(json.dumps(list(engines)), flush=True)
    for line in sys.stdin:
        task = json.loads(line)
        told = {}
        for name, query in task["queries"].items():
            try:
                told[name] = [list(row) for row in engines[name].rows(task["tables"], query)]
            except BaseException as fault:
                told[name] = {"error": str(fault)[:2000]}
        print(json.dumps(told, default=str), flush=True)
    for engine in engines.values():
        engine.close()


if __name__ == "__main__":
    main()
