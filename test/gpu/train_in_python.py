"""Trains what `check-gpu` trained, with XGBoost's Python package, and prints the same facts as JSON."""
import hashlib
import json
import sys
import time

import numpy
import xgboost

order = json.loads(sys.argv[1])
values = numpy.fromfile(order["rowsFile"], dtype="<f4").reshape(order["columns"] + 1, -1)
features, labels = values[:-1].T, values[-1]


def train(device):
    parameters = dict(
        objective="reg:squarederror", max_depth=6, tree_method="hist", device=device, nthread=order["threads"]
    )
    begun = time.perf_counter()
    matrix = xgboost.DMatrix(features, label=labels, nthread=order["threads"])
    history = {}
    booster = xgboost.train(
        parameters, matrix, order["rounds"], evals=[(matrix, "train")], evals_result=history, verbose_eval=False
    )
    seconds = time.perf_counter() - begun
    model = bytes(booster.save_raw("ubj"))
    return booster, {
        "seconds": seconds,
        "rmse": history["train"]["rmse"][-1],
        "modelSha256": hashlib.sha256(model).hexdigest(),
    }


# The first use of a GPU in a process costs extra, so the second run is told.
train(order["device"])
booster, facts = train(order["device"])
begun = time.perf_counter()
explained = booster.predict(xgboost.DMatrix(features[: order["explainedRows"]]), pred_contribs=True)
facts["explainSeconds"] = time.perf_counter() - begun
explained.astype("<f4").tofile(order["contributionsFile"])
print(json.dumps(facts))
