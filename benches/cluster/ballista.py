"""Has a cluster of Ballista judge generated rows by the plan of `licit audit --engine`, and compares each row with what Licit
itself says of it.

    python3 -m venv engines && engines/bin/pip install duckdb==2.0.1
    cargo build --release -p licit-datafusion
    engines/bin/python benches/cluster/ballista.py 1000000

The cluster is a scheduler and two executors with one core each, all processes of this machine. An executor that did nothing,
or one row that is judged otherwise, fails the run.
"""

import os
import pathlib
import runpy
import socket
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = pathlib.Path(os.environ.get("PROGRAMS", HERE.parent.parent / "target" / "release"))
POLICY = HERE.parent / "rows" / "policy.licit"
MAKE = runpy.run_path(str(HERE / "run.py"))["make"]
SCHEDULER, EXECUTORS = 50150, (50151, 50152)

SAME = """
SELECT count(*) FROM
  (SELECT id, verdict, decided_by, missing, exact FROM '{folder}/cluster.parquet'
   EXCEPT ALL SELECT id, verdict, decided_by, missing, exact FROM '{folder}/own.parquet')
"""


def wait_for(port):
    """Until somebody listens there."""
    until = time.time() + 60
    while time.time() < until:
        with socket.socket() as there:
            if there.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit(f"nobody listens at port {port}")


def start(folder):
    """A scheduler and its executors, each of which hands over what lies in a folder of its own."""
    schedule = [PROGRAMS / "licit-cluster", "schedule", "--port", str(SCHEDULER)]
    machines = [subprocess.Popen(schedule, stdout=subprocess.DEVNULL)]
    wait_for(SCHEDULER)
    for port in EXECUTORS:
        (folder / str(port)).mkdir()
        execute = [PROGRAMS / "licit-cluster", "execute", "--scheduler", f"localhost:{SCHEDULER}"]
        execute += ["--port", str(port), "--cores", "1"]
        environment = os.environ | {"TMPDIR": str(folder / str(port))}
        machines.append(subprocess.Popen(execute, env=environment, stdout=subprocess.DEVNULL))
        wait_for(port)
    return machines


def audit(folder, table, judged, *more):
    """How long an audit takes."""
    command = [PROGRAMS / "licit-datafusion", "audit", POLICY, folder / table, "--keep", "id"]
    began = time.time()
    command += ["--out", folder / judged, "--format", "plain", *more]
    if subprocess.run(command, stdout=subprocess.DEVNULL).returncode != 0:
        sys.exit("licit audit failed")
    return time.time() - began


def main():
    import duckdb

    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        MAKE(folder, many)
        machines = start(folder)
        try:
            cluster = audit(folder, "cases", "cluster.parquet", "--engine", f"df://localhost:{SCHEDULER}")
        finally:
            for machine in machines:
                machine.kill()
        here = audit(folder, "cases", "here.parquet", "--engine", "datafusion")
        own = audit(folder, "rows.parquet", "own.parquet")
        for port in EXECUTORS:
            handed_over = sum(file.stat().st_size for file in (folder / str(port)).rglob("*") if file.is_file())
            print(f"executor at port {port}: {handed_over / 1e6:.1f} MB of judged rows handed over")
            if handed_over == 0:
                sys.exit("An executor did nothing")
        counts = duckdb.execute(f"SELECT count(*) FROM '{folder}/cluster.parquet'").fetchone()[0]
        different = duckdb.execute(SAME.format(folder=folder)).fetchone()[0]
        if counts != many or different:
            sys.exit(f"{counts} of {many} rows came back, and {different} of them are judged differently")
        print(f"\n{many} rows in Parquet, one run\n\n| | seconds |\n|---|---|")
        print(f"| `licit audit` on Ballista, two executors | {cluster:.2f} |")
        print(f"| `licit audit` on DataFusion | {here:.2f} |")
        print(f"| `licit audit` | {own:.2f} |")
        print("\nVerdict, clauses and missing facts are the same in all rows")


if __name__ == "__main__":
    main()
