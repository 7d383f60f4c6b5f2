"""Who calls: the notebook, a job or endpoint (with SageMaker on its behalf), or the local account's own services."""

import hmac
import os
from dataclasses import dataclass

from botocore.credentials import Credentials

ACCOUNT_ID = "123456789012"
# How AWS names a role that is in use: account, role and session. `start-aws.ts` names the role of jobs.
ARNS = {
    "notebook": f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/LocalNotebook/notebook",
    "job": f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/{os.environ['LOCAL_ACCOUNT_ROLE_NAME']}/SageMaker",
}


@dataclass(frozen=True)
class Caller:
    name: str
    credentials: Credentials


def callers_of(access_key_id, secret_access_key):
    """By their access keys. `callers.ts` derives the same keys."""
    callers = [Caller("notebook", Credentials(access_key_id, secret_access_key))]
    for name in ("job", "service"):
        secret = hmac.new(secret_access_key.encode(), name.encode(), "sha256").hexdigest()
        callers.append(Caller(name, Credentials(name.upper() + access_key_id, secret)))
    return {caller.credentials.access_key: caller for caller in callers}
