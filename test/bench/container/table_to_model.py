"""A table of Snowflake becomes a saved model, as people do it in Python: connector, pandas, xgboost."""
import json
import os
from urllib.parse import urlsplit

import boto3
import snowflake.connector
import xgboost

secret = boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["SECRET_ID"])
credentials = json.loads(secret["SecretString"])
address = urlsplit(os.environ["SF_ACCESS_URL"])
connection = snowflake.connector.connect(
    account=os.environ["SF_ACCOUNT"],
    user=credentials["username"],
    password=credentials["password"],
    host=address.hostname,
    port=address.port,
    protocol=address.scheme,
    warehouse=os.environ["SF_WAREHOUSE"],
    database=os.environ["SF_DATABASE"],
    schema=os.environ["SF_SCHEMA"],
)
frame = connection.cursor().execute(f"select * from {os.environ['TABLE']}").fetch_pandas_all()
target = os.environ["TARGET"]
kept = frame.sample(frac=0.25, random_state=42)
learnt = frame.drop(kept.index)
train = xgboost.DMatrix(learnt.drop(columns=target), label=learnt[target])
validation = xgboost.DMatrix(kept.drop(columns=target), label=kept[target])
booster = xgboost.train(
    {"objective": "reg:squarederror", "tree_method": "hist"},
    train,
    num_boost_round=int(os.environ["ROUNDS"]),
    evals=[(train, "train"), (validation, "validation")],
)
booster.save_model(os.environ["MODEL_FILE"])
connection.close()
