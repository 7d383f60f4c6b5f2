"""Reads the files that files.cjs wrote, by pandas, and writes their rows again, each once."""
import json
import os
import sys
import time

import pandas as pd

WARM_UP_ROWS = 20_000

READ = {
    "csv": lambda path: pd.read_csv(path, parse_dates=["DAY"]),
    "jsonl": lambda path: pd.read_json(path, lines=True, convert_dates=["DAY"]),
    "parquet": pd.read_parquet,
    "arrow": pd.read_feather,
}
WRITE = {
    "csv": lambda frame, path: frame.to_csv(path, index=False),
    "jsonl": lambda frame, path: frame.to_json(path, orient="records", lines=True),
    "parquet": lambda frame, path: frame.to_parquet(path),
    "arrow": lambda frame, path: frame.to_feather(path, compression="uncompressed"),
}


def timed(work):
    started_at = time.perf_counter()
    result = work()
    return 1000 * (time.perf_counter() - started_at), result


def run(folder, rows):
    steps = {}
    for kind in READ:
        read_ms, frame = timed(lambda: READ[kind](os.path.join(folder, f"ours-{rows}.{kind}")))
        write_ms, _ = timed(lambda: WRITE[kind](frame, os.path.join(folder, f"theirs.{kind}")))
        steps[f"read {kind}"] = {"ms": read_ms, "figure": float(frame["LONG_1"].sum())}
        steps[f"write {kind}"] = {"ms": write_ms, "figure": len(frame)}
    return steps


folder, rows = sys.argv[1], int(sys.argv[2])
run(folder, WARM_UP_ROWS)
print(json.dumps({"pandas": pd.__version__, "steps": run(folder, rows)}))
