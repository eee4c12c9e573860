#!/usr/bin/env python3
"""Trains models of RecBole and of dmsrec on the same rows, by turns, and prints Markdown.

    python3 -m venv ~/dmsrec-runs/peers/env
    ~/dmsrec-runs/peers/env/bin/pip install -r bench/peers/requirements.txt
    python3 bench/peers/compare.py --python ~/dmsrec-runs/peers/env/bin/python

Both sides have the same rows in files, dimension, batch, learning rate and threads, no decay of weights or rates, and the full
soft-max. Times are those of the processor, of all threads, read when a side reports the end of an epoch; an epoch includes its
validation. Memory is the most resident memory of the process.
"""

import argparse
import json
import os
import pickle
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
MODELS = {"sasrec": "SASRec", "gru4rec": "GRU4Rec", "sr-gnn": "SRGNN"}
# What the two sides would do differently unless told otherwise.
OPTIONS = {"sasrec": {"blocks": 2, "layer-dropout": 0.2, "max-length": 50}, "gru4rec": {"hidden-dropout": 0}, "sr-gnn": {}}
EPOCH_OF_DMSREC = re.compile(r"epoch \d+ of at most \d+: .*, loss ")


class Lists(pickle.Unpickler):
    """Lists of numbers need no classes, and a file that names one is refused."""

    def find_class(self, module, name):
        raise pickle.UnpicklingError(f"the file names {module}.{name}")


def prepare(source: Path, folder: Path, rows: int, valid: int, longest: int, seed: int) -> None:
    """Writes X.train.inter, X.valid.inter and X.test.inter: random rows of the training file, without overlap."""
    with (source / "train.txt").open("rb") as file:
        prefixes, targets = Lists(file).load()
    if rows + 2 * valid > len(targets):
        sys.exit(f"{source / 'train.txt'} has {len(targets)} rows, fewer than --rows {rows} and twice --valid {valid}")
    chosen = random.Random(seed).sample(range(len(targets)), rows + 2 * valid)
    parts = {"train": chosen[:rows], "valid": chosen[rows : rows + valid], "test": chosen[rows + valid :]}
    known = {item for row in parts["train"] for item in [*prefixes[row][-longest:], targets[row]]}
    folder.mkdir(parents=True)
    for name, numbers in parts.items():
        with (folder / f"{folder.name}.{name}.inter").open("w") as out:
            out.write("session_id:token\titem_id_list:token_seq\titem_id:token\n")
            for row in numbers:
                prefix = [item for item in prefixes[row][-longest:] if item in known]
                if prefix and targets[row] in known:
                    out.write(f"{row}\t{' '.join(map(str, prefix))}\t{targets[row]}\n")


def processor_seconds(pid: int) -> float:
    """Of all threads, so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def run(command: list, threads: int, folder: Path, epoch_of) -> dict:
    """Runs a side in a folder, which gets what it leaves. epoch_of gives the MRR, or 0, of a line that reports an epoch's end,
    and None of any other."""
    environment = dict(os.environ, OMP_NUM_THREADS=str(threads), MKL_NUM_THREADS=str(threads))
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    )
    ends, figures, lines = [], [], []
    for line in process.stdout:
        lines.append(line)
        found = epoch_of(line)
        if found is not None:
            ends.append(processor_seconds(process.pid))
            figures.append(found)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit("".join(lines[-20:]) + f"\n{' '.join(map(str, command))} ended with status {status}")
    return {
        "ends": ends,
        "mrr": figures,
        "whole": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss / 1024,
    }


def of_recbole(name: str, arguments, data: Path) -> dict:
    settings = {
        key: getattr(arguments, key)
        for key in ("threads", "dimension", "longest", "epochs", "batch", "rate", "seed")
    }
    script = Path(__file__).with_name("recbole_train.py")

    def epoch_of(line: str):
        match = re.match(r"epoch (\d+) ([\d.]+)", line)
        return float(match.group(2)) if match else None

    command = [arguments.python, script, MODELS[name], data, json.dumps(settings)]
    return run(command, arguments.threads, arguments.work, epoch_of)


def of_dmsrec(name: str, arguments, data: Path, model: Path) -> dict:
    options = {
        "dimension": arguments.dimension,
        "batch-size": arguments.batch,
        "epochs": arguments.epochs,
        "patience": arguments.epochs,
        "learning-rate": arguments.rate,
        "learning-rate-decay": 1,
        "weight-decay": 0,
        "refit": "false",
        "select-by": "ranked",
        **OPTIONS[name],
    }
    command = [arguments.dmsrec, "train", "--dataset", data, "--method", name, "--out", model]
    command += ["--threads", str(arguments.threads), "--seed", str(arguments.seed)]
    for key, value in options.items():
        command += ["--set", f"{key}={value}"]
    figures = run(
        command,
        arguments.threads,
        arguments.work,
        lambda line: 0.0 if EPOCH_OF_DMSREC.search(line) else None,
    )
    history = json.loads((model / "history.json").read_text())
    figures["mrr"] = [mrr_of(epoch) for epoch in history]
    shutil.rmtree(model)
    return figures


def mrr_of(epoch: dict) -> float:
    """The validation MRR@20 with the items of the session among the ranked, as RecBole ranks, from 0 to 1."""
    return epoch["validation"]["MRR@20"]


def versions(arguments) -> str:
    code = (
        "import recbole, torch, numpy, platform; print(f'RecBole {recbole.__version__}, torch {torch.__version__},"
        " numpy {numpy.__version__}, Python {platform.python_version()}')"
    )
    return subprocess.run([arguments.python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def report(name: str, sides: dict, rows: int) -> None:
    common = min(max(figures["mrr"]) for figures in sides.values())
    for side, figures in sides.items():
        ends, mrr = figures["ends"], figures["mrr"]
        # The first epoch has the compilation of a JVM and the first allocations.
        epoch = (ends[-1] - ends[0]) / (len(ends) - 1)
        reached = next(index for index, value in enumerate(mrr) if value >= common)
        print(
            f"| {name} | {side} | {rows / epoch:,.0f} | {epoch:.1f} | {ends[0]:.1f} | {figures['peak']:,.0f}"
            f" | {100 * max(mrr):.2f} | {100 * common:.2f}: {ends[reached]:.1f} |",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=sys.executable, help="the Python that has RecBole (default: this one)")
    parser.add_argument("--dmsrec", default=str(ROOT / "dmsrec"), help="starts dmsrec (default: that of the clone)")
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/data/ml-1m", help="has train.txt in SR-GNN's format")
    parser.add_argument("--work", type=Path, default=Path.home() / "dmsrec-runs/peers/work", help="deleted at the end")
    parser.add_argument("--models", default=",".join(MODELS), help="separated by commas (default: all)")
    parser.add_argument("--rows", type=int, default=50_000, help="of training")
    parser.add_argument("--valid", type=int, default=2_000, help="rows of validation, at most")
    parser.add_argument("--longest", type=int, default=50, help="clicks of a prefix at most")
    parser.add_argument("--epochs", type=int, default=3, help="at least 2")
    parser.add_argument("--dimension", type=int, default=100)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--rate", type=float, default=0.001)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=2024)
    arguments = parser.parse_args()
    # The sides run in another folder.
    arguments.work = arguments.work.resolve()
    for side in ("python", "dmsrec"):
        found = shutil.which(getattr(arguments, side))
        if found is None:
            parser.error(f"--{side} is {getattr(arguments, side)}, which cannot be run")
        setattr(arguments, side, os.path.abspath(found))
    models = arguments.models.split(",")
    unknown = [name for name in models if name not in MODELS]
    if unknown or arguments.epochs < 2:
        parser.error(f"unknown models: {unknown}" if unknown else "--epochs must be at least 2")
    shutil.rmtree(arguments.work, ignore_errors=True)
    try:
        rows_of = arguments.work / "rows"
        prepare(arguments.data, rows_of, arguments.rows, arguments.valid, arguments.longest, arguments.seed)
        data = arguments.work / "data"
        subprocess.run(
            [arguments.dmsrec, "import", "recbole", rows_of, "--out", data], check=True, stdout=subprocess.DEVNULL
        )
        rows = sum(1 for _ in (rows_of / "rows.train.inter").open()) - 1
        print(versions(arguments))
        print(
            f"{rows} rows of training, d = {arguments.dimension}, batch {arguments.batch}, {arguments.threads} thread(s),"
            f" {arguments.epochs} epochs\n"
        )
        print("| model | | samples a second of processor | s an epoch | s until the first epoch's end | peak MiB"
              " | best MRR@20 | MRR@20 that both reach: s |")
        print("|---|---|" + "---:|" * 6)
        for turn, name in enumerate(models):
            sides = {}
            # Which side is first changes by turns.
            for side in ("RecBole", "dmsrec") if turn % 2 == 0 else ("dmsrec", "RecBole"):
                sides[side] = (
                    of_recbole(name, arguments, rows_of)
                    if side == "RecBole"
                    else of_dmsrec(name, arguments, data, arguments.work / "model")
                )
            report(name, sides, rows)
    finally:
        shutil.rmtree(arguments.work, ignore_errors=True)


if __name__ == "__main__":
    main()
