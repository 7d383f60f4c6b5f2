"""Reads a whole result into a pandas DataFrame or an Arrow table with Snowflake's own connector."""
import json
import os
import time

from connected import connect

connection = connect(session_parameters={"PYTHON_CONNECTOR_QUERY_RESULT_FORMAT": os.environ["FORMAT"]})
begun = time.perf_counter()
cursor = connection.cursor().execute(os.environ["QUERY"])
rows = cursor.fetch_arrow_all() if os.environ["INTO"] == "arrow" else cursor.fetch_pandas_all()
print(json.dumps({"rows": len(rows), "seconds": time.perf_counter() - begun}))
connection.close()
