"""Has a cluster of Spark judge generated rows by the query that `licit compile --to sql` writes, and compares each row with
what `licit audit` says of it.

    python3 -m venv engines && engines/bin/pip install duckdb==2.0.1 pyspark==4.3.0
    cargo build --release
    engines/bin/python benches/cluster/run.py 1000000

Spark needs a Java runtime; 17 was used. The cluster is a driver, a master and two workers, each of whose executors is a
process of its own with one core and 1024 MB, all on this machine. Fewer than two executors that did some of the work, or
one row that is judged otherwise, fail the run.
"""

import json
import os
import pathlib
import runpy
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
LICIT = os.environ.get("LICIT", HERE.parent.parent / "target" / "release" / "licit")
POLICY = HERE.parent / "rows" / "policy.licit"
GENERATED = runpy.run_path(str(HERE.parent / "rows" / "run.py"))
MASTER = "local-cluster[2,1,1024]"
FILES = 8

DIFFERENT = """
SELECT id, cluster.verdict, audit.verdict, cluster.decided_by, audit.decided_by, cluster.missing, audit.missing
FROM '{folder}/judged/*.parquet' cluster
FULL JOIN (SELECT * REPLACE (CAST(id AS BIGINT) AS id) FROM read_csv('{folder}/audit.csv', all_varchar = true)) audit USING (id)
WHERE cluster.verdict IS NULL OR cluster.verdict IS DISTINCT FROM audit.verdict
  OR cluster.decided_by IS DISTINCT FROM audit.decided_by OR cluster.missing IS DISTINCT FROM audit.missing
"""


def make(folder, many):
    """The rows, in several files for the cluster, and as CSV, which every `licit` reads."""
    import duckdb

    duckdb.execute(f"COPY ({GENERATED['ROWS'].format(many=many)}) TO '{folder}/rows.parquet'")
    duckdb.execute(f"COPY ({GENERATED['AS_TEXT'].format(folder=folder)}) TO '{folder}/rows.csv'")
    (folder / "cases").mkdir()
    for file in range(FILES):
        rows = f"SELECT * FROM '{folder}/rows.parquet' WHERE id % {FILES} = {file}"
        duckdb.execute(f"COPY ({rows}) TO '{folder}/cases/{file}.parquet'")


def home(folder):
    """Where Spark is: what pip installed, by links, for workers write their logs there."""
    import pyspark

    spark = folder / "spark"
    spark.mkdir()
    for part in ("bin", "jars"):
        (spark / part).symlink_to(pathlib.Path(pyspark.__file__).parent / part)
    return spark


def by_cluster(folder):
    """The exported query; how long it took, and which executors did how much."""
    query = [LICIT, "compile", POLICY, "--to", "sql", "--dialect", "spark", "--keep", "id"]
    (folder / "policy.sql").write_bytes(subprocess.run(query, check=True, capture_output=True).stdout)
    spark = home(folder)
    # Work begins when both executors are there. No port is fixed, so that others may run beside it.
    settings = ["spark.cores.max=2", "spark.scheduler.minRegisteredResourcesRatio=1.0", "spark.ui.port=0"]
    command = [spark / "bin" / "spark-submit", "--master", MASTER]
    command += [word for setting in settings for word in ("--conf", setting)]
    command += [HERE / "judge.py", folder / "policy.sql", folder / "cases", folder / "judged"]
    environment = os.environ | {
        "SPARK_HOME": str(spark), "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable,
    }
    run = subprocess.run(command, env=environment, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"{run.stderr}\nSpark failed")
    return json.loads(run.stdout.splitlines()[-1])


def by_audit(folder):
    """What Licit itself says of the same rows."""
    table, judged = folder / "rows.csv", folder / "audit.csv"
    command = [LICIT, "audit", POLICY, table, "--keep", "id", "--out", judged, "--format", "plain"]
    if subprocess.run(command, stdout=subprocess.DEVNULL).returncode != 0:
        sys.exit("licit audit failed")


def compare(folder, many):
    """Row by row; how many there are of each verdict."""
    import duckdb

    different = duckdb.execute(DIFFERENT.format(folder=folder)).fetchall()
    for row in different[:10]:
        print(f"row {row[0]}: verdict {row[1]} and {row[2]}, by {row[3]} and {row[4]}, missing {row[5]} and {row[6]}")
    if different:
        sys.exit(f"The cluster and licit audit judge {len(different)} of {many} rows differently")
    counts = duckdb.execute(
        f"SELECT verdict, count(*) FROM '{folder}/judged/*.parquet' GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    if sum(count for _, count in counts) != many:
        sys.exit(f"{many} rows were to be judged, and these were: {counts}")
    return counts


def main():
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make(folder, many)
        began = time.time()
        told = by_cluster(folder)
        whole = time.time() - began
        began = time.time()
        by_audit(folder)
        audit = time.time() - began
        print(f"Spark {told['version']}, {told['master']}")
        for executor, did in sorted(told["executors"].items()):
            print(f"executor {executor}: {did['rows']} rows judged and written, in {did['seconds']:.1f} s")
        # A task that only looks what columns there are writes no rows.
        if sum(did["rows"] > 0 for did in told["executors"].values()) < 2:
            sys.exit("Fewer than two executors did the work")
        counts = compare(folder, many)
        answers = len(list((folder / "judged").glob("*.parquet")))
        print(f"{many} rows, {FILES} files of them and {answers} of answers, one run\n")
        print("| | seconds |\n|---|---|")
        print(f"| Spark, from reading to having written | {told['seconds']:.2f} |")
        print(f"| Spark, with starting and stopping the cluster | {whole:.2f} |")
        print(f"| `licit audit`, CSV | {audit:.2f} |")
        print(f"\nVerdict, clauses and missing facts are the same in all rows: {counts}")


if __name__ == "__main__":
    main()
