"""Judges calls by IAM policies, and records them. A caller without a policy may do everything.

moto's own reader of policies judges each statement (`moto.iam.access_control`). It answers for a statement that allows
under a condition, for `NotResource` and for `?` in a pattern in another way than AWS does, so such statements are
rewritten first into what they mean for this one call (IAM user guide, "IAM JSON policy elements reference").
"""

import json
import re
import threading
from dataclasses import asdict

from moto.iam.access_control import IAMPolicy, PermissionResult

# AWS allows it to everybody, even where a policy denies it (API reference of STS).
ALWAYS_ALLOWED = "sts:GetCallerIdentity"
EQUALITY = {
    "StringEquals": lambda wanted, found: wanted == found,
    "StringEqualsIgnoreCase": lambda wanted, found: wanted.lower() == found.lower(),
    "StringLike": lambda wanted, found: re.fullmatch(as_regex(wanted), found) is not None,
}


class Judge:
    def __init__(self, arns, policies, record_to=None):
        self.arns = arns
        self.policies = policies
        self.record_to = record_to
        self.writing = threading.Lock()

    def refusal(self, caller, service, operation, needs):
        """AWS's message if the caller may not do all of it; None if it may."""
        denied = next((need for need in needs if not self.allows(caller, need)), None)
        if caller in self.arns:
            self.record(caller, service, operation, needs, denied)
        if denied is None:
            return None
        return (
            f"User: {self.arns[caller]} is not authorized to perform: {denied.action} on resource: {denied.resource} "
            f"because no identity-based policy allows the {denied.action} action"
        )

    def allows(self, caller, need):
        policy = self.policies.get(caller)
        if policy is None or need.action == ALWAYS_ALLOWED:
            return True
        statements = policy["Statement"] if isinstance(policy["Statement"], list) else [policy["Statement"]]
        results = [judge(statement, need) for statement in statements]
        return PermissionResult.DENIED not in results and PermissionResult.PERMITTED in results

    def record(self, caller, service, operation, needs, denied):
        if self.record_to is None:
            return
        line = {"caller": caller, "service": service, "operation": operation, "needs": [asdict(need) for need in needs]}
        if denied is not None:
            line["denied"] = denied.action
        with self.writing, open(self.record_to, "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


def judge(statement, need):
    rewritten = rewrite(statement, need)
    if rewritten is None:
        return PermissionResult.NEUTRAL
    policy = json.dumps({"Version": "2012-10-17", "Statement": [rewritten]})
    return IAMPolicy(policy).is_action_permitted(need.action, need.resource)


def rewrite(statement, need):
    """What the statement means for this call, without condition and NotResource; None if it says nothing about it."""
    if not conditions_hold(statement.get("Condition", {}), need.context):
        return None
    if any(re.fullmatch(as_regex(pattern), need.resource) for pattern in as_list(statement.get("NotResource", []))):
        return None
    return {
        "Effect": statement["Effect"],
        "Resource": [as_moto_reads(pattern) for pattern in as_list(statement.get("Resource", "*"))],
        **{name: as_list(statement[name]) for name in ("Action", "NotAction") if name in statement},
    }


def conditions_hold(conditions, context):
    return all(
        holds(operator, as_list(wanted), context.get(key))
        for operator, keys in conditions.items()
        for key, wanted in keys.items()
    )


def holds(operator, wanted, found):
    """A key that the call does not have fits no operator but those that end in IfExists, and Null."""
    if operator == "Null":
        return (found is None) == (str(wanted[0]).lower() == "true")
    name = operator.removesuffix("IfExists")
    if found is None:
        return name != operator
    if name not in EQUALITY:
        raise NotImplementedError(f"The local account knows no condition {operator}.")
    return any(EQUALITY[name](value, found) for value in wanted)


def as_list(value):
    return value if isinstance(value, list) else [value]


def as_moto_reads(pattern):
    """moto replaces `*` by `.*` and reads the rest as a regular expression."""
    return "".join({"*": "*", "?": "."}.get(character) or re.escape(character) for character in pattern)


def as_regex(pattern):
    return as_moto_reads(pattern).replace("*", ".*")
