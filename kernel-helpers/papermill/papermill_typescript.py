"""Writes papermill's parameters as TypeScript.

papermill loads engines and file systems of others through entry points, but no translators
(https://github.com/nteract/papermill/issues/412). So this package offers an engine: papermill imports every engine
when it is itself imported, which registers the translator. The engine `typescript` is papermill's own, unchanged.
"""

import json
import math
import re
from decimal import Decimal

import click
from papermill.engines import NBClientEngine
from papermill.exceptions import PapermillException
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

__all__ = ["NBClientEngine", "ParameterError", "TypeScriptTranslator"]

# Words that TypeScript reserves, or that other kernels' code around a cell uses, such as stock tslab's.
RESERVED = frozenset(
    """arguments await break case catch class const continue debugger default delete do else enum eval export exports
    extends false finally for function if implements import in instanceof interface let new null package private
    protected public require return static super switch this throw true try typeof var void while with yield
    Infinity NaN Object undefined""".split()
)

# Above this number, several neighbouring whole numbers become the same number in TypeScript.
MAX_SAFE_INTEGER = 2**53 - 1

# A line of the cell with the defaults: const rows: number = 3; // how many to read
DECLARATION = re.compile(
    r"^\s*(?:export\s+)?(?:const|let|var)\s+(?P<name>[\w$]+)\s*(?::\s*(?P<type>.+?))?\s*"
    r"=(?!>)\s*(?P<default>.+?)\s*;?\s*(?://\s*(?P<help>.*))?$"
)


class ParameterError(PapermillException, click.ClickException):
    """Some parameters cannot be set. On the command line papermill shows the message without a traceback."""


class TypeScriptTranslator(Translator):
    """Writes the same text as `npx kernel-helpers run -p` (kernel/notebook-runner/parameters-source.ts)."""

    @classmethod
    def codify(cls, parameters, comment="Parameters"):
        lines, problems = [cls.comment(comment)], []
        for name, value in parameters.items():
            try:
                lines.append(cls.assign(name, value))
            except ParameterError as error:
                problems.append(error.message)
        if problems:
            raise ParameterError("\n".join(problems))
        return "\n".join(lines)

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def assign(cls, name, value):
        check_name(str(name))
        try:
            return f"const {name}: {type_of(value)} = {cls.translate(value)};"
        except ParameterError as error:
            raise ParameterError(f"The parameter '{name}' {error.message}") from error

    @classmethod
    def translate(cls, val):
        return cls.translate_list(val) if isinstance(val, tuple) else super().translate(val)

    @classmethod
    def translate_none(cls, val):
        return "null"

    @classmethod
    def translate_int(cls, val):
        if abs(val) > MAX_SAFE_INTEGER:
            raise ParameterError(
                f"holds {val}, which numbers in TypeScript cannot hold exactly. "
                "Give it as text, and read it with BigInt(…) in the notebook."
            )
        return str(val)

    @classmethod
    def translate_float(cls, val):
        if math.isnan(val):
            return "NaN"
        if math.isinf(val):
            return "Infinity" if val > 0 else "-Infinity"
        if val == 0:
            return "-0" if math.copysign(1, val) < 0 else "0"
        shortest = Decimal(repr(val)).normalize()
        # As JavaScript writes numbers: https://tc39.es/ecma262/#sec-numeric-types-number-tostring
        if 1e-6 <= abs(val) < 1e21:
            return f"{shortest:f}"
        return re.sub(r"e([+-])0", r"e\1", f"{shortest:e}")

    @classmethod
    def translate_escaped_str(cls, str_val):
        if not isinstance(str_val, str):
            raise ParameterError(
                f"holds a value of the type {type(str_val).__name__}, which cannot be written as TypeScript. "
                "Give text, a number, True, False, None, a list or a dict of these."
            )
        return quote(str_val)

    @classmethod
    def translate_list(cls, val):
        return f"[{', '.join(cls.translate(item) for item in val)}]"

    @classmethod
    def translate_dict(cls, val):
        return f"{{{', '.join(f'{key_of(key)}: {cls.translate(item)}' for key, item in val.items())}}}"

    @classmethod
    def inspect(cls, parameters_cell):
        found = (DECLARATION.match(line) for line in parameters_cell["source"].splitlines())
        return [
            Parameter(match["name"], match["type"] or "None", match["default"], match["help"] or "")
            for match in found
            if match
        ]


def type_of(value):
    """A type that fits every value of the same kind, because cells are checked against it before they run.

    Another run may give a list or a dict with other content, so only lists of a single kind have a type.
    """
    if isinstance(value, (list, tuple)):
        kinds = {type_of(item) for item in value}
        return f"{kinds.pop()}[]" if kinds in ({"string"}, {"number"}, {"boolean"}) else "any[]"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    return "number" if isinstance(value, (int, float)) else "any"


def check_name(name):
    if not name.replace("$", "_").isidentifier():
        raise ParameterError(
            f"The parameter '{name}' has no name that TypeScript allows. "
            "Rename it: letters, digits and _, and no digit first."
        )
    if name in RESERVED or name.startswith("__"):
        raise ParameterError(
            f"The parameter '{name}' has a name that TypeScript or tslab keeps for itself. "
            f"Rename it, for example to {name.lstrip('_')}_value."
        )


def key_of(key):
    if not isinstance(key, (str, int)) or isinstance(key, bool):
        raise ParameterError(f"holds the key {key!r}. Keys in TypeScript are text: quote it.")
    # Written without brackets, this key would set the object's prototype.
    return '["__proto__"]' if key == "__proto__" else quote(str(key))


def quote(text):
    quoted = json.dumps(text, ensure_ascii=False)
    # Unpaired surrogates cannot be saved, and some editors take U+2028 and U+2029 for the end of a line.
    return re.sub("[\u2028\u2029\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", quoted)


papermill_translators.register("typescript", TypeScriptTranslator)
