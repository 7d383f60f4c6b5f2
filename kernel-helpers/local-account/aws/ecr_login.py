"""ECR's passwords. moto's own GetAuthorizationToken gives everybody the same well-known one, already expired."""

import hmac
import re
import time
from base64 import b64encode

from callers import ACCOUNT_ID

OPERATION = "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken"
SIGNED = re.compile(r"Credential=([^/]+)/\d+/([^/]+)/")
# API reference of ECR, GetAuthorizationToken.
VALID_SECONDS = 12 * 3600


def giving_passwords(application, callers, answer_json):
    """Answers with the password of the caller, whose signature was checked. `ecr-login.ts` derives the same ones."""

    def call(environ, start_response):
        signed = SIGNED.search(environ.get("HTTP_AUTHORIZATION", ""))
        if environ.get("HTTP_X_AMZ_TARGET") != OPERATION or signed is None:
            return application(environ, start_response)
        key, region = signed.groups()
        password = hmac.new(callers[key].credentials.secret_key.encode(), b"registry", "sha256").hexdigest()
        data = {
            "authorizationToken": b64encode(f"AWS:{password}".encode()).decode(),
            "expiresAt": time.time() + VALID_SECONDS,
            "proxyEndpoint": f"https://{ACCOUNT_ID}.dkr.ecr.{region}.amazonaws.com",
        }
        return answer_json(start_response, {"authorizationData": [data]})

    return call
