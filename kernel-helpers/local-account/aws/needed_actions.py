"""Which actions of IAM a request to moto needs, on which resources. `sagemaker/needed-actions.ts` does so for SageMaker.

Source: Service Authorization Reference (docs.aws.amazon.com/service-authorization), the tables of actions and of
resource types of each service. Most operations need the action of their own name.
"""

import gzip
import json
from dataclasses import dataclass, field
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

from callers import ROLE_NAMES
from moto.backends import get_backend

# Services whose prefix in IAM is not the name that they sign with.
PREFIXES = {"monitoring": "cloudwatch"}
# Of a bucket, by method and by the query's first parameter ("" if there is none that names a subresource).
BUCKET_ACTIONS = {
    ("HEAD", ""): ("HeadBucket", "s3:ListBucket"),
    ("GET", ""): ("ListObjects", "s3:ListBucket"),
    ("GET", "list-type"): ("ListObjectsV2", "s3:ListBucket"),
    ("GET", "location"): ("GetBucketLocation", "s3:GetBucketLocation"),
    ("PUT", ""): ("CreateBucket", "s3:CreateBucket"),
    ("DELETE", ""): ("DeleteBucket", "s3:DeleteBucket"),
}
OBJECT_ACTIONS = {
    "HEAD": ("HeadObject", "s3:GetObject"),
    "GET": ("GetObject", "s3:GetObject"),
    "PUT": ("PutObject", "s3:PutObject"),
    "POST": ("PutObject", "s3:PutObject"),
    "DELETE": ("DeleteObject", "s3:DeleteObject"),
}


@dataclass(frozen=True)
class Need:
    action: str
    resource: str = "*"
    # Values of condition keys.
    context: dict = field(default_factory=dict)


def needs_of(environ, service, region, account, read_body):
    """The operation's name and the list of its needs."""
    if service == "s3":
        return needs_of_s3(environ)
    operation, given = operation_of(environ, read_body)
    prefix = PREFIXES.get(service, service)
    place = f"{region}:{account}"
    find = RESOURCES.get(service)
    resources = find(operation, given, place) if find else ["*"]
    needs = [Need(f"{prefix}:{operation}", resource, context_of(service, given, place)) for resource in resources]
    if operation == "CreateRepository" and given.get("tags"):
        needs.append(Need("ecr:TagResource", resources[0]))
    return operation, needs


def operation_of(environ, read_body):
    """Of a JSON service, of the query protocol, or of Smithy's RPC protocol, whose path names the operation."""
    target = environ.get("HTTP_X_AMZ_TARGET")
    if target:
        return target.rpartition(".")[2], json.loads(plain_body(environ, read_body) or b"{}")
    path = urlsplit(environ["REQUEST_URI"]).path
    if "/operation/" in path:
        return path.rpartition("/")[2], {}
    form = {name: values[0] for name, values in parse_qs(plain_body(environ, read_body).decode()).items()}
    return form.get("Action", "Unknown"), form


def plain_body(environ, read_body):
    """The SDKs compress a request with many values for CloudWatch."""
    body = read_body(environ)
    return gzip.decompress(body) if environ.get("HTTP_CONTENT_ENCODING") == "gzip" else body


def needs_of_s3(environ):
    split = urlsplit(environ["REQUEST_URI"])
    bucket, _, key = unquote(split.path).lstrip("/").partition("/")
    method = environ["REQUEST_METHOD"]
    query = [name for name, _ in parse_qsl(split.query, keep_blank_values=True) if not name.lower().startswith("x-")]
    if not bucket:
        return "ListBuckets", [Need("s3:ListAllMyBuckets")]
    arn = f"arn:aws:s3:::{bucket}"
    if key:
        operation, action = OBJECT_ACTIONS.get(method, (method, "s3:Unknown"))
        return operation, [Need(action, f"{arn}/{key}")]
    if method == "POST" and "delete" in query:
        return "DeleteObjects", [Need("s3:DeleteObject", f"{arn}/*")]
    known = [name for name in query if (method, name) in BUCKET_ACTIONS]
    operation, action = BUCKET_ACTIONS.get((method, known[0] if known else ""), (method, "s3:Unknown"))
    return operation, [Need(action, arn)]


def secrets(operation, given, place):
    found = find_secret(given, place)
    return [found.arn if found else f"arn:aws:secretsmanager:{place}:secret:{given.get('SecretId') or given.get('Name')}"]


def repositories(operation, given, place):
    if operation == "GetAuthorizationToken":
        return ["*"]
    names = given.get("repositoryNames") or [given.get("repositoryName", "*")]
    return [f"arn:aws:ecr:{place}:repository/{name}" for name in names]


def log_streams(operation, given, place):
    if operation == "DescribeLogGroups":
        return ["*"]
    # CloudWatch Logs names a group in this way as well, with no stream (text of its AccessDeniedException).
    stream = given.get("logStreamName", "")
    return [f"arn:aws:logs:{place}:log-group:{given.get('logGroupName', '*')}:log-stream:{stream}"]


def roles(operation, given, place):
    account = place.rpartition(":")[2]
    source = given.get("PolicySourceArn")
    if source is not None:
        # To everybody who asks who he is, moto says that he is this user.
        return [f"arn:aws:iam::{account}:role/{ROLE_NAMES['notebook']}" if source.endswith(":user/moto") else source]
    found = (role for role in get_backend("iam")[account]["aws"].roles.values() if role.name == given.get("RoleName"))
    # A role's ARN holds its path, which a call does not name.
    return [next((role.arn for role in found), f"arn:aws:iam::{account}:role/{given.get('RoleName', '*')}")]


RESOURCES = {"secretsmanager": secrets, "ecr": repositories, "logs": log_streams, "iam": roles}


def context_of(service, given, place):
    if service != "secretsmanager":
        return {}
    found = find_secret(given, place)
    tags = (found.tags if found else None) or []
    keys = ("secretsmanager:ResourceTag", "aws:ResourceTag")
    return {f"{key}/{tag['Key']}": tag["Value"] for tag in tags for key in keys}


def find_secret(given, place):
    region, account = place.split(":")
    return get_backend("secretsmanager")[account][region].secrets.get(given.get("SecretId", ""))
