"""Trains the models of a job again with XGBoost's own package: on one host, and on two processes with its own tracker.

PEER_JOBS: JSON list of jobs, each a list of the folders of its hosts. PEER_CASES: name -> how a model is trained.
Prints, for each job and case, whether the job's file holds the same bytes.
"""
import json
import os
import sys

import numpy as np
import xgboost as xgb
from xgboost import collective
from xgboost.tracker import RabitTracker

jobs = json.loads(os.environ["PEER_JOBS"])
cases = json.loads(os.environ["PEER_CASES"])
SIDES = ("train", "validation")
# XGBoost's own lines go to the error output, so that the answer stands alone.
answer_output, sys.stdout = sys.stdout, sys.stderr


def matrix(folder, side, case):
    """The rows of one host: 32-bit numbers, column after column; the words' column, target and weight are the last."""
    values = np.fromfile(f"{folder}/{side}.f4", dtype="<f4").reshape(5, -1)
    classes = case["classes"]
    label = sum((values[3] > above).astype("f4") for above in classes) if classes else values[3]
    columns = values[:3] if case["words"] else values[:2]
    types = ["q", "q", "c"] if case["words"] else None
    weight = values[4] if case["weights"] else None
    return xgb.DMatrix(
        columns.T, label=label, weight=weight, feature_types=types, enable_categorical=case["words"], nthread=1
    )


def train(folder, case):
    sides = {side: matrix(folder, side, case) for side in SIDES}
    history = {}
    patience = case["patience"]
    stop = [xgb.callback.EarlyStopping(patience, save_best=True)] if patience else None
    own = xgb.train(
        dict(case["parameters"], tree_method="hist", nthread=1),
        sides["train"],
        num_boost_round=case["rounds"],
        evals=[(rows, side) for side, rows in sides.items()],
        evals_result=history,
        callbacks=stop,
        verbose_eval=False,
    )
    return own, history


def text(value):
    return b"SL" + len(value).to_bytes(8, "big") + value.encode()


def as_written(own, given):
    """The bytes of a model with the facts of the job's; its base_score is a number where it is one."""
    # The package notes the types of columns; the job notes the words of each, in its attribute "categories".
    own.feature_types = None
    facts = given.attributes()
    own.set_attr(**{name: facts[name] for name in facts if not name.startswith("best_")})
    score = json.loads(own.save_raw("json"))["learner"]["learner_model_param"]["base_score"]
    values = set(score[1:-1].split(","))
    raw = bytes(own.save_raw("ubj"))
    return raw if len(values) > 1 else raw.replace(text(score), text(values.pop()))


def compare(folder, name, own, history):
    path = f"{folder}/{name}.ubj"
    with open(path, "rb") as file:
        written = file.read()
    given = xgb.Booster(model_file=path)
    last = given.num_boosted_rounds() - 1
    told = given.attr("metrics")
    measured = f"[{last}] " + " ".join(
        f"{side}-{metric}:{float(values[last])!r}" for side in SIDES for metric, values in history[side].items()
    )
    return {
        "sameFile": as_written(own, given) == written,
        "rounds": given.num_boosted_rounds(),
        "bestRound": given.attr("best_iteration"),
        "metrics": told,
        "metricsOfPython": measured,
    }


def train_as(rank, folder, address):
    with collective.CommunicatorContext(**address, dmlc_task_id=str(rank)):
        return {name: train(folder, case) for name, case in cases.items()}


def train_on_two(folders):
    # The second host is a process of its own, made before XGBoost has threads.
    read_end, write_end = os.pipe()
    second = os.fork()
    if second == 0:
        address = json.loads(os.read(read_end, 4096))
        train_as(1, folders[1], address)
        os._exit(0)
    tracker = RabitTracker(n_workers=2, host_ip="127.0.0.1", sortby="task", timeout=30)
    tracker.start()
    address = dict(tracker.worker_args(), dmlc_timeout=30)
    os.write(write_end, json.dumps(address).encode())
    trained = train_as(0, folders[0], address)
    if os.waitpid(second, 0)[1] != 0:
        sys.exit("The second host failed.")
    return trained


answers = []
for folders in sorted(jobs, key=len, reverse=True):
    if len(folders) == 2:
        trained = train_on_two(folders)
    else:
        trained = {name: train(folders[0], case) for name, case in cases.items()}
    answers.append({name: compare(folders[0], name, *trained[name]) for name in cases})
print(json.dumps(answers), file=answer_output)
