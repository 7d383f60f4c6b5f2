"""Loads a pandas DataFrame that is in memory into a new table with Snowflake's own connector."""
import json
import os
import time

import numpy as np
import pandas as pd
from connected import connect
from snowflake.connector.pandas_tools import write_pandas

ROWS = int(os.environ["ROWS"])
n = np.arange(ROWS)


def float_column(index):
    return np.sin(n * (index + 1.37) + index) * 100


if os.environ["COLUMNS"] == "9":
    columns = {f"F{index}": float_column(index) for index in range(9)}
else:
    columns = {f"F{index}": float_column(index) for index in range(12)}
    columns |= {
        "ID": n,
        "ROOMS": n % 100_000,
        "AGE": n * 3 % 50,
        "SOLD": n % 3 == 0,
        "HOUSE": [f"house {row % 5000}" for row in range(ROWS)],
        "REMARK": [f"a longer text about number {row}, which is hardly ever the same" for row in range(ROWS)],
        "LISTED": (1_420_070_400_000 + n * 60_000).astype("datetime64[ms]"),
        "SEEN": (1_577_836_800_000 + n * 1000).astype("datetime64[ms]"),
    }
frame = pd.DataFrame(columns)
del columns
TYPES = {"f": "float", "i": "number(18, 0)", "b": "boolean", "M": "timestamp_ntz"}
definition = ", ".join(f"{name} {TYPES.get(dtype.kind, 'varchar')}" for name, dtype in frame.dtypes.items())
connection = connect()
begun = time.perf_counter()
connection.cursor().execute(f"create or replace table LOADED_BY_PYTHON ({definition})")
_, _, rows, _ = write_pandas(connection, frame, "LOADED_BY_PYTHON", use_logical_type=True)
print(json.dumps({"rows": rows, "seconds": time.perf_counter() - begun}))
connection.close()
