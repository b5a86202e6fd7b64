"""Has Spark judge a folder of Parquet by a query that `licit compile --to sql --dialect spark` wrote.

    spark-submit --master MASTER benches/cluster/judge.py policy.sql cases judged

The folders may be any that the cluster reads and writes. It prints how long it took, and what each executor did,
as JSON.
"""

import json
import pathlib
import sys
import time
import urllib.request

from pyspark.sql import SparkSession


def workers(context):
    """How many rows each executor wrote, and how many seconds its tasks took."""
    address = f"{context.uiWebUrl}/api/v1/applications/{context.applicationId}/stages?details=true"
    with urllib.request.urlopen(address) as answer:
        stages = json.load(answer)
    told = {}
    for stage in stages:
        for executor, did in stage["executorSummary"].items():
            so_far = told.setdefault(executor, {"rows": 0, "seconds": 0})
            so_far["rows"] += did["outputRecords"]
            so_far["seconds"] += did["taskTime"] / 1000
    return told


def main():
    query, cases, judged = sys.argv[1:]
    spark = SparkSession.builder.getOrCreate()
    began = time.time()
    spark.read.parquet(cases).createOrReplaceTempView("cases")
    spark.sql(pathlib.Path(query).read_text()).write.parquet(judged)
    seconds = time.time() - began
    # What has been done is told a moment later than it is done.
    time.sleep(2)
    told = {"seconds": seconds, "version": spark.version, "master": spark.sparkContext.master}
    print(json.dumps(told | {"executors": workers(spark.sparkContext)}))
    spark.stop()


if __name__ == "__main__":
    main()
