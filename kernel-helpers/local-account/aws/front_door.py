"""Lets in only programs of this machine that sign with a key of the account. moto itself serves everyone, from any origin.

`front-door.ts` has the same rule for Host and Origin. Signatures are checked by signing again with botocore: version 4
in the header or in a link, and the older signature of S3's links. A signature covers the body's hash that the client
gives (`X-Amz-Content-SHA256`); this hash is not compared with the body. Forms for uploads (POST policies) are refused.
"""

import hmac
import io
import json
import re
import time
from calendar import timegm
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import parse_qsl, urlsplit
from xml.sax.saxutils import escape

from botocore.auth import HmacV1QueryAuth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.compat import HTTPHeaders
from callers import ACCOUNT_ID
from needed_actions import needs_of

OWN_HOST = re.compile(r"(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]|(?:[\w.-]+\.)?localhost)(?::\d+)?", re.IGNORECASE)
SIGNED = re.compile(r"AWS4-HMAC-SHA256 Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})")
MOST_CLOCK_SKEW_SECONDS = 15 * 60
# A body is read here only when the client gives no hash of it; bodies for S3 are never read.
MOST_BODY_BYTES = 64 * 1024 * 1024

UNKNOWN_KEY = ("UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId")
WRONG_SIGNATURE = ("InvalidSignatureException", "SignatureDoesNotMatch", "SignatureDoesNotMatch")
NOT_ALLOWED = ("AccessDeniedException", "AccessDenied", "AccessDenied")
TOO_LARGE = ("RequestEntityTooLarge", "RequestEntityTooLarge", "EntityTooLarge")


class Refused(Exception):
    """`codes`: AWS's names for the error in JSON, in the query protocol's XML, and in S3's XML."""

    def __init__(self, codes, message):
        super().__init__(message)
        self.codes = codes


def for_this_machine(application):
    """Answers only requests from programs of this machine."""
    return with_check(application, check_place)


def for_key_holders(application, callers, judge=None):
    """Answers only requests that are signed with the key of one of these callers, and that its policy allows."""

    def check(environ):
        scope = check_signature(environ, callers)
        if judge is not None:
            check_policy(environ, scope, judge)

    return with_check(application, check)


def check_policy(environ, scope, judge):
    operation, needs = needs_of(environ, scope.service, scope.region, ACCOUNT_ID, read_body)
    refusal = judge.refusal(scope.caller, scope.service, operation, needs)
    if refusal is not None:
        raise Refused(NOT_ALLOWED, refusal)


def with_check(application, check):
    def call(environ, start_response):
        try:
            check(environ)
        except Refused as refused:
            return answer_refused(environ, start_response, refused)
        return application(environ, start_response)

    return call


def check_place(environ):
    if "HTTP_ORIGIN" in environ:
        raise Refused(NOT_ALLOWED, "The local account answers programs, not web pages: this request has an Origin header.")
    if not OWN_HOST.fullmatch(environ.get("HTTP_HOST", "")):
        raise Refused(NOT_ALLOWED, "The local account answers requests to 127.0.0.1 and localhost only: this request names another Host.")


@dataclass(frozen=True)
class Scope:
    """What a request was signed for, and by whom."""

    caller: str
    service: str
    region: str


def check_signature(environ, callers):
    query = dict(parse_qsl(urlsplit(environ["REQUEST_URI"]).query, keep_blank_values=True))
    signed = SIGNED.fullmatch(environ.get("HTTP_AUTHORIZATION", ""))
    if signed:
        scope, names, signature = signed.groups()
        timestamp = environ.get("HTTP_X_AMZ_DATE", "")
        check_time(timestamp, -MOST_CLOCK_SKEW_SECONDS, MOST_CLOCK_SKEW_SECONDS)
        payload = environ.get("HTTP_X_AMZ_CONTENT_SHA256")
    elif "X-Amz-Signature" in query:
        scope, names, signature = (query.get(f"X-Amz-{name}", "") for name in ("Credential", "SignedHeaders", "Signature"))
        timestamp = query.get("X-Amz-Date", "")
        check_time(timestamp, -MOST_CLOCK_SKEW_SECONDS, seconds_of(query.get("X-Amz-Expires", "")))
        payload = query.get("X-Amz-Content-Sha256") or ("UNSIGNED-PAYLOAD" if "/s3/" in scope else None)
    else:
        return check_older_link(environ, query, callers)
    key, _, rest = scope.partition("/")
    caller = caller_of(key, callers)
    parts = rest.split("/")
    if len(parts) != 4:
        raise Refused(WRONG_SIGNATURE, "The signature names no date, region and service.")
    signer = Resigner(caller.credentials, service=parts[2], region=parts[1], names=names.split(";"))
    if payload is None:
        payload = sha256(read_body(environ)).hexdigest()
    require_same(signature, signer.sign_again(environ, timestamp, payload))
    return Scope(caller.name, service=parts[2], region=parts[1])


class Resigner(SigV4Auth):
    """Signs a request again, over the headers that its own signature covers."""

    def __init__(self, credentials, service, region, names):
        super().__init__(credentials, service, region)
        self.names = names

    def sign_again(self, environ, timestamp, payload):
        path, _, query = environ["REQUEST_URI"].partition("?")
        query = "&".join(pair for pair in query.split("&") if not pair.startswith("X-Amz-Signature="))
        request = AWSRequest(method=environ["REQUEST_METHOD"], url=f"http://127.0.0.1{path}?{query}")
        request.context["timestamp"] = timestamp
        for name in self.names:
            request.headers[name] = header_of(environ, name)
        headers = self.headers_to_sign(request)
        canonical = "\n".join(
            [
                request.method,
                path if self._service_name == "s3" else self._normalize_url_path(path),
                self.canonical_query_string(request),
                self.canonical_headers(headers) + "\n",
                ";".join(self.names),
                payload,
            ]
        )
        return self.signature(self.string_to_sign(request, canonical), request)

    def headers_to_sign(self, request):
        signed = HTTPHeaders()
        for name, value in request.headers.items():
            signed[name.lower()] = value
        return signed


class OlderLink(HmacV1QueryAuth):
    """S3's signature of links before version 4, which boto3 still makes by default."""

    def _get_date(self):
        return self._expires


def check_older_link(environ, query, callers):
    caller = caller_of(query.get("AWSAccessKeyId"), callers)
    expires = query.get("Expires", "")
    if seconds_of(expires) < time.time():
        raise Refused(NOT_ALLOWED, "The link has expired.")
    headers = HTTPHeaders()
    for name in ("content-md5", "content-type", *(name for name in header_names(environ) if name.startswith("x-amz-"))):
        if header_of(environ, name):
            headers[name] = header_of(environ, name)
    signer = OlderLink(caller.credentials, expires=expires)
    split = urlsplit(environ["REQUEST_URI"])
    require_same(query.get("Signature", ""), signer.get_signature(environ["REQUEST_METHOD"], split, headers, expires))
    return Scope(caller.name, service="s3", region="")


def caller_of(key, callers):
    if key not in callers:
        raise Refused(
            UNKNOWN_KEY,
            "The security token included in the request is invalid: it is not the key of this local account. "
            "Take it from `npx local-account env`, and unset AWS_PROFILE.",
        )
    return callers[key]


def check_time(timestamp, earliest, latest):
    try:
        age = time.time() - timegm(time.strptime(timestamp, "%Y%m%dT%H%M%SZ"))
    except ValueError:
        raise Refused(WRONG_SIGNATURE, "The request does not say when it was signed (X-Amz-Date).") from None
    if not earliest <= age <= latest:
        raise Refused(WRONG_SIGNATURE, f"Signature expired: {timestamp} is too far from this machine's time.")


def seconds_of(text):
    return int(text) if re.fullmatch(r"\d{1,12}", text) else -1


def require_same(found, wanted):
    if not hmac.compare_digest(found.encode(), wanted.encode()):
        raise Refused(WRONG_SIGNATURE, "The request signature we calculated does not match the signature you provided.")


def header_names(environ):
    return [name[5:].lower().replace("_", "-") for name in environ if name.startswith("HTTP_")]


def header_of(environ, name):
    key = name.upper().replace("-", "_")
    value = environ.get(key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}", "")
    # WSGI hands header bytes over as Latin-1; clients sign them as UTF-8.
    return value.encode("latin-1").decode("utf-8", "replace")


def read_body(environ):
    """Reads the body and puts it back for the application."""
    body = environ["wsgi.input"].read(min(int(environ.get("CONTENT_LENGTH") or 0), MOST_BODY_BYTES + 1))
    if len(body) > MOST_BODY_BYTES:
        raise Refused(TOO_LARGE, f"A request has at most {MOST_BODY_BYTES} bytes.")
    environ["wsgi.input"] = io.BytesIO(body)
    return body


def answer_refused(environ, start_response, refused):
    """In the form of the caller's protocol: JSON, S3's XML, or the other services' XML."""
    in_json, in_query, in_s3 = refused.codes
    if "HTTP_X_AMZ_TARGET" in environ:
        content_type, body = "application/x-amz-json-1.1", json.dumps({"__type": in_json, "message": str(refused)})
    elif environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        error = f"<Error><Type>Sender</Type><Code>{in_query}</Code><Message>{escape(str(refused))}</Message></Error>"
        content_type, body = "text/xml", f"<ErrorResponse>{error}</ErrorResponse>"
    else:
        content_type, body = "application/xml", f"<Error><Code>{in_s3}</Code><Message>{escape(str(refused))}</Message></Error>"
    content = body.encode()
    # Services with JSON give every error of the caller this status (Smithy, "AWS JSON protocol").
    status = "400 Bad Request" if content_type.startswith("application/x-amz-json") else "403 Forbidden"
    start_response(status, [("Content-Type", content_type), ("Content-Length", str(len(content)))])
    return [content]
