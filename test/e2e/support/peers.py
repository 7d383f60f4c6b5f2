"""Reads, with unmodified libraries, what a Python user finds on the account that the environment names.

Usage: peers.py FOLDER
Prints one JSON document, and leaves the model that it loaded in FOLDER.
"""

import json
import os
import sys
import tarfile
from urllib.parse import urlsplit

import boto3
import numpy
import snowflake.connector
import xgboost

TABLE, TARGET = "california_housing", "MEDHOUSEVAL"
LOG_GROUP = "/aws/sagemaker/TrainingJobs"


def connect():
    secret = boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["SECRET_ID"])
    credentials = json.loads(secret["SecretString"])
    address = urlsplit(os.environ["SF_ACCESS_URL"])
    return snowflake.connector.connect(
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


def read_table(connection):
    cursor = connection.cursor()
    [[rows]] = cursor.execute(f"select count(*) from {TABLE}").fetchall()
    table = cursor.execute(f"select * from {TABLE}").fetchall()
    return rows, [column.name for column in cursor.description], table


def describe_job():
    sagemaker = boto3.client("sagemaker")
    # The sidebar has stopped a newer one.
    newest, *_ = sagemaker.list_training_jobs(
        StatusEquals="Completed", SortBy="CreationTime", SortOrder="Descending"
    )["TrainingJobSummaries"]
    return sagemaker.describe_training_job(TrainingJobName=newest["TrainingJobName"])


def read_logs(job):
    logs = boto3.client("logs")
    streams = logs.describe_log_streams(logGroupName=LOG_GROUP, logStreamNamePrefix=f"{job}/")["logStreams"]
    names = [stream["logStreamName"] for stream in streams]
    events = [
        event["message"]
        for name in names
        for event in logs.get_log_events(logGroupName=LOG_GROUP, logStreamName=name, startFromHead=True)["events"]
    ]
    return names, events


def load_model(uri, folder):
    address = urlsplit(uri)
    archive = os.path.join(folder, "model.tar.gz")
    boto3.client("s3").download_file(address.netloc, address.path.lstrip("/"), archive)
    with tarfile.open(archive) as members:
        names = members.getnames()
        members.extractall(folder, filter="data")
    booster = xgboost.Booster()
    booster.load_model(bytearray(open(os.path.join(folder, "xgboost-model"), "rb").read()))
    return names, booster


def report(folder):
    count, columns, table = read_table(connect())
    job = describe_job()
    streams, lines = read_logs(job["TrainingJobName"])
    members, booster = load_model(job["ModelArtifacts"]["S3ModelArtifacts"], folder)
    target = columns.index(TARGET)
    features = [[float(value) for index, value in enumerate(row) if index != target] for row in table]
    truth = numpy.array([float(row[target]) for row in table])
    predicted = booster.inplace_predict(numpy.array(features, dtype=numpy.float32))
    return {
        "rows": count,
        "jobStatus": job["TrainingJobStatus"],
        "instances": job["ResourceConfig"]["InstanceCount"],
        "logStreams": streams,
        "logLines": lines,
        "artefactMembers": members,
        "features": features,
        "truth": truth.tolist(),
        "error": float(numpy.sqrt(numpy.mean((truth - predicted) ** 2))),
    }


if __name__ == "__main__":
    print(json.dumps(report(sys.argv[1])))
