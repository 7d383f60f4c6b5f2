"""Who calls: the notebook, a job or endpoint (with SageMaker on its behalf), or the local account's own services."""

import hmac
import json
import os
from dataclasses import dataclass

from botocore.credentials import Credentials

ACCOUNT_ID = "123456789012"
# Names of the roles by caller, from `callers.ts`.
ROLE_NAMES = json.loads(os.environ["LOCAL_ACCOUNT_ROLE_NAMES"])
# How AWS names a role that is in use: account, role and session. SageMaker gives its sessions this name.
ARNS = {caller: f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/{role}/SageMaker" for caller, role in ROLE_NAMES.items()}


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
