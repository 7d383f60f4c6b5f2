"""Times each verb of pandas once, on the rows that verbs.cjs makes too."""
import json
import sys
import time

import numpy as np
import pandas as pd

WARM_UP_ROWS = 10_000
CITIES = 1000
SMALL_ROWS = 10_000


def share(rows, salt):
    """A number from 0 to below 1 for each row, which looks like chance."""
    bits = np.arange(rows, dtype=np.uint32) * np.uint32(0x9E3779B1) + np.uint32(salt)
    bits = (bits ^ (bits >> np.uint32(16))) * np.uint32(0x7FEB352D)
    bits = (bits ^ (bits >> np.uint32(15))) * np.uint32(0x846CA68B)
    return (bits ^ (bits >> np.uint32(16))) / 2**32


def table_of(rows):
    cities = np.array([f"town {city:04d}" for city in range(CITIES)], dtype=object)
    return pd.DataFrame(
        {
            "A": share(rows, 1) - share(rows, 2),
            "B": 1000 * (share(rows, 3) - 0.5),
            "C": share(rows, 4),
            "D": share(rows, 5) * share(rows, 1),
            "N": np.floor(share(rows, 7) * SMALL_ROWS).astype(np.int64),
            "CITY": pd.array(cities[np.floor(share(rows, 6) * CITIES).astype(np.int64)], dtype="str"),
            "DAY": pd.to_datetime(np.floor(share(rows, 8) * 20_000), unit="D"),
        }
    )


SMALL = pd.DataFrame(
    {"N": np.arange(SMALL_ROWS) * 7919 % SMALL_ROWS, "X": share(SMALL_ROWS, 9), "Y": share(SMALL_ROWS, 10)}
)


def mean_and_quantiles(table):
    groups = table.groupby("CITY")["C"]
    return pd.concat([groups.mean(), groups.quantile([0.1, 0.9]).unstack()], axis=1)


# Each verb, and a figure of its result that Table must find too.
VERBS = {
    "filter": (lambda t: t[t.A > 0.25], len),
    "sort by float": (lambda t: t.sort_values("B"), lambda made: made.B.iloc[len(made) // 2]),
    "sort by text": (lambda t: t.sort_values("CITY"), lambda made: int(made.CITY.iloc[len(made) // 2][5:])),
    "groupBy, mean": (lambda t: t.groupby("CITY").agg(m=("A", "mean")), lambda made: made.m.sum()),
    "groupBy, mean and two quantiles": (mean_and_quantiles, lambda made: made.to_numpy().sum()),
    "join 10⁴ rows": (lambda t: t.merge(SMALL, on="N"), lambda made: made.X.sum()),
    "describe": (lambda t: t.describe(include="all"), lambda made: made.loc["50%", "C"]),
}


def timed(table):
    facts = {}
    for name, (verb, figure) in VERBS.items():
        begun = time.perf_counter()
        made = verb(table)
        facts[name] = {"ms": 1000 * (time.perf_counter() - begun), "figure": float(figure(made))}
        del made
    return facts


timed(table_of(WARM_UP_ROWS))
print(json.dumps({"pandas": pd.__version__, "verbs": timed(table_of(int(sys.argv[1])))}))
