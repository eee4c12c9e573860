"""What Spark's jobs cost beside one machine: both in one JVM, processor seconds of every run, the first of which compiles.

    python3 -m venv ~/dmsrec-runs/spark/env && ~/dmsrec-runs/spark/env/bin/pip install pyspark==4.2.0
    ~/dmsrec-runs/spark/env/bin/python bench/peers/spark_cost.py --jar spark/target/dmsrec-spark-VERSION-all.jar \\
        --dataset runs/data --work ~/dmsrec-runs/spark --jobs sr,ar,vmis-knn,graph,predict,prompts
"""

import argparse
import json
import os
import pathlib
import shutil
import time

from pyspark.sql import SparkSession, functions as F

LEARNED = ("pop", "item-knn", "ar", "sr", "markov", "vmis-knn")


class Costs:
    def __init__(self, spark, log):
        self.spark = spark
        self.log = log
        self.process = pathlib.Path(f"/proc/{spark._jvm.java.lang.ProcessHandle.current().pid()}/stat")

    def processor_seconds(self):
        times = self.process.read_text().rpartition(")")[2].split()
        return (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")

    def shuffled(self):
        executors = self.spark._jsc.sc().statusStore().executorList(False)
        return sum(executors.apply(i).totalShuffleWrite() for i in range(executors.size()))

    def measure(self, job, side, run, work):
        time.sleep(1)
        cpu, clock, shuffled = self.processor_seconds(), time.time(), self.shuffled()
        work()
        line = {
            "job": job,
            "side": side,
            "run": run,
            "cpu-s": round(self.processor_seconds() - cpu, 1),
            "clock-s": round(time.time() - clock, 1),
            "shuffled-MB": round((self.shuffled() - shuffled) / 1e6, 1),
        }
        print(json.dumps(line), flush=True)
        with self.log.open("a") as file:
            file.write(json.dumps(line) + "\n")


def sessions_of(spark, data, out):
    """The sessions of a data set as a table of ids, in parts for Spark and as one file."""
    if (out / "one").exists():
        return
    items = spark.read.parquet(f"{data}/items.parquet").select("item", "id")
    clicks = spark.read.parquet(f"{data}/sessions.parquet").select(
        F.col("id").alias("session"), F.posexplode("items").alias("place", "item"))
    sessions = (
        clicks.join(F.broadcast(items), "item")
        .groupBy("session")
        .agg(F.sort_array(F.collect_list(F.struct("place", "id"))).alias("clicks"))
        .select("session", F.col("clicks.id").alias("items"))
        .repartition(8))
    sessions.write.mode("overwrite").parquet(str(out / "parts"))
    spark.read.parquet(str(out / "parts")).coalesce(1).write.mode("overwrite").parquet(str(out / "one"))


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--jar", required=True)
    arguments.add_argument("--dataset", required=True, type=pathlib.Path)
    arguments.add_argument("--work", required=True, type=pathlib.Path)
    arguments.add_argument("--jobs", default="sr,ar,vmis-knn,graph,predict,prompts")
    arguments.add_argument("--runs", type=int, default=2)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--memory", default="6g")
    arguments.add_argument("--sides", default="one-machine,spark")
    choice = arguments.parse_args()
    data, work = choice.dataset.resolve(), choice.work.expanduser().resolve() / f"spark-cost-{choice.dataset.name}"
    work.mkdir(parents=True, exist_ok=True)
    spark = (
        SparkSession.builder.master(f"local[{choice.threads}]")
        .config("spark.driver.memory", choice.memory)
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.local.dir", str(work / "tmp"))
        .config("spark.driver.extraClassPath", choice.jar)
        .getOrCreate())
    spark.sparkContext.setLogLevel("ERROR")
    jvm = spark._jvm
    costs = Costs(spark, work / "costs.jsonl")
    path = lambda place: jvm.java.io.File(str(place)).toPath()
    jobs = jvm.io.github.dmsrec.spark.DmsrecSpark.on(spark._jsparkSession)
    dmsrec = jvm.io.github.dmsrec.Dmsrec.builder().threads(choice.threads).work(path(work / "local")).build()

    def fresh(name):
        place = work / name
        shutil.rmtree(place, ignore_errors=True)
        if place.is_file():
            place.unlink()
        return place

    def learned_here(method):
        shutil.rmtree(work / "local", ignore_errors=True)
        model = dmsrec.train(jvm.io.github.dmsrec.Method.named(method), jvm.io.github.dmsrec.Dataset.open(path(data)))
        model.open().close()

    def learned_there(method):
        jobs.method(method).learn(path(data), path(fresh(f"spark-{method}"))).open().close()

    def model_of_sr():
        if not (work / "spark-sr").exists():
            learned_there("sr")
        return jvm.io.github.dmsrec.Model.load(path(work / "spark-sr"))

    def predicted_here(model):
        options = jvm.io.github.dmsrec.PredictionOptions.USUAL.k(20).threads(choice.threads)
        one = next((work / "sessions" / "one").glob("*.parquet"))
        model.predict(path(one), path(fresh("top.parquet")), options)

    def predicted_there(model):
        sessions = spark.read.parquet(str(work / "sessions" / "parts"))
        top = jobs.recommender(model).setK(20).transform(sessions._jdf)
        top.write().mode("overwrite").parquet(str(work / "top"))

    def asked():
        inferrer = jvm.io.github.dmsrec.Inferrer.named("openai")
        inferrer = getattr(inferrer, "with")("model", "NAME")
        inferrer = getattr(inferrer, "with")("example", "none")
        inferrer = getattr(inferrer, "with")("base-url", "http://localhost:9/v1")
        sessions = spark.read.parquet(str(work / "sessions" / "parts"))
        questions = jobs.questions(inferrer, path(data)).candidatesOf(model_of_sr(), 20)
        questions.lines(sessions._jdf).write().mode("overwrite").text(str(work / "requests"))

    for job in choice.jobs.split(","):
        sides = {}
        if job in LEARNED:
            sides = {"one-machine": lambda: learned_here(job), "spark": lambda: learned_there(job)}
        elif job == "graph":
            core = jvm.io.github.dmsrec.core
            train = core.session.Split.TRAIN
            graph_here = lambda log: core.graph.GlobalGraph.of(log.sessions(train), log.catalogue().size(), 12)
            sides = {
                "one-machine": lambda: graph_here(core.dataset.DatasetFolder.read(path(data))),
                "spark": lambda: jobs.globalGraph().write(path(data), path(fresh("graph"))),
            }
        elif job == "predict":
            sessions_of(spark, data, work / "sessions")
            model = model_of_sr()
            sides = {"one-machine": lambda: predicted_here(model), "spark": lambda: predicted_there(model)}
        elif job == "prompts":
            sessions_of(spark, data, work / "sessions")
            sides = {"spark": asked}
        for run in range(1, choice.runs + 1):
            for side, act in sides.items():
                if side in choice.sides.split(","):
                    costs.measure(job, side, run, act)
    spark.stop()


if __name__ == "__main__":
    main()
