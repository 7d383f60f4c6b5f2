"""A connection of Snowflake's own connector to the account that the environment names."""
import os
from urllib.parse import urlsplit

import snowflake.connector


def connect(**options):
    address = urlsplit(os.environ["SF_ACCESS_URL"])
    return snowflake.connector.connect(
        account=os.environ["SF_ACCOUNT"],
        user=os.environ["SF_USER"],
        password=os.environ["SF_PASSWORD"],
        host=address.hostname,
        port=address.port,
        protocol=address.scheme,
        warehouse=os.environ["SF_WAREHOUSE"],
        database=os.environ["SF_DATABASE"],
        schema=os.environ["SF_SCHEMA"],
        **options,
    )
