"""Reads a whole table into a pandas DataFrame with Snowflake's own connector."""
import os
from urllib.parse import urlsplit

import snowflake.connector

address = urlsplit(os.environ["SF_ACCESS_URL"])
connection = snowflake.connector.connect(
    account=os.environ["SF_ACCOUNT"],
    user=os.environ["SF_USER"],
    password=os.environ["SF_PASSWORD"],
    host=address.hostname,
    port=address.port,
    protocol=address.scheme,
)
frame = connection.cursor().execute(os.environ["QUERY"]).fetch_pandas_all()
print(len(frame))
connection.close()
