"""Jupyter's own test-suite for kernels (https://github.com/jupyter/jupyter_kernel_test) with every optional test on.

    protocol_suite.py <name of a kernel> <its language> <seconds for each test>

Each test gets a kernel of its own, which is ended by force after it, also when the test hangs or this program is told
to end. Prints one line of JSON for each test: its name, its verdict, and for a failure the first reason.
"""

import json
import re
import signal
import sys
import unittest
from contextlib import contextmanager
from queue import Empty
from subprocess import DEVNULL

import jupyter_kernel_test
from jsonschema import ValidationError
from jupyter_client.manager import KernelManager

TYPESCRIPT = {
    "language_name": "typescript",
    "file_extension": ".ts",
    "code_hello_world": "console.log('hello, world');",
    "code_stderr": "console.error('oops');",
    "completion_samples": [
        {"text": "consol", "matches": {"console"}},
        {"text": "Math.flo", "matches": {"floor"}},
    ],
    "complete_code_samples": ["1", "const a = 2", "function f() { return 1; }", "await f()", "for (;;) {}"],
    "incomplete_code_samples": ["function f() {", "const a = [1,", "`open", "/* open", "f(", "if (true)"],
    "invalid_code_samples": ["const = 3", "'open", "function (", "a b c", "}"],
    "code_page_something": "import { page } from 'kernel-helpers'; page('one page')",
    "code_generate_error": "throw new Error('as asked')",
    "code_execute_result": [
        {"code": "6 * 7", "result": "42"},
        {"code": "'text'", "result": "'text'"},
        {"code": "[1, 2, 3]", "result": "[ 1, 2, 3 ]"},
        {"code": "new Map([['a', 1]])", "result": "Map(1) { 'a' => 1 }"},
    ],
    "code_display_data": [
        {"code": "import { display } from 'tslab'; display.html('<b>bold</b>')", "mime": "text/html"},
        {"code": "import { display } from 'tslab'; display.svg('<svg/>')", "mime": "image/svg+xml"},
    ],
    "code_history_pattern": "6 ?*",
    "code_inspect_sample": "console.log",
    "code_clear_output": "import { clearOutput } from 'kernel-helpers'; clearOutput()",
}

# The suite's authors test ipykernel with these samples; those that they lack are added.
PYTHON = {
    "language_name": "python",
    "file_extension": ".py",
    "code_hello_world": "print('hello, world')",
    "code_stderr": "import sys; print('oops', file=sys.stderr)",
    "completion_samples": [{"text": "zi", "matches": {"zip"}}],
    "complete_code_samples": ["1", "print('hello, world')", "def f(x):\n  return x*2\n\n\n"],
    "incomplete_code_samples": ["print('''hello", "def f(x):\n  x*2"],
    "invalid_code_samples": ["import = 7q"],
    "code_page_something": "zip?",
    "code_generate_error": "raise",
    "code_execute_result": [
        {"code": "6 * 7", "result": "42"},
        {"code": "'text'", "result": "'text'"},
        {"code": "[1, 2, 3]", "result": "[1, 2, 3]"},
        {"code": "{'a': 1}", "result": "{'a': 1}"},
    ],
    "code_display_data": [
        {"code": "from IPython.display import *; display(HTML('<b>bold</b>'))", "mime": "text/html"},
        {"code": "from IPython.display import *; display(SVG('<svg/>'))", "mime": "image/svg+xml"},
    ],
    "code_history_pattern": "6 ?*",
    "code_inspect_sample": "zip",
    "code_clear_output": "from IPython.display import clear_output; clear_output()",
}

SAMPLES = {"typescript": TYPESCRIPT, "python": PYTHON}


class WithoutKernel:
    """Does not start or end the kernel; the code that runs the test does."""

    @classmethod
    def setUpClass(cls):
        pass

    @classmethod
    def tearDownClass(cls):
        pass


class KernelTests(WithoutKernel, jupyter_kernel_test.KernelTests):
    supported_history_operations = ("tail", "range", "search")


class WelcomeTests(WithoutKernel, jupyter_kernel_test.IopubWelcomeTests):
    support_iopub_welcome = True


class TookTooLong(Exception):
    """A test did not end before its deadline."""


class Verdict(unittest.TestResult):
    """The first problem in one test or in one of its subtests."""

    problem = None

    part = ""

    def addSubTest(self, test, subtest, err):
        if err:
            self.note(err[1], " ".join(map(str, subtest.params.values())))

    def addFailure(self, test, err):
        self.note(err[1])

    def addError(self, test, err):
        self.note(err[1])

    def addSkip(self, test, reason):
        self.note(unittest.SkipTest(reason))

    def note(self, problem, part=""):
        # A hang replaces every other verdict of a test.
        if self.problem is None or isinstance(problem, TookTooLong):
            self.problem, self.part = problem, part

    def as_json(self, name):
        if self.problem is None:
            return {"test": name, "verdict": "pass"}
        verdict = "hang" if isinstance(self.problem, TookTooLong) else "fail"
        reason = ": ".join(filter(None, [self.part, reason_of(self.problem)]))
        return {"test": name, "verdict": verdict, "reason": reason}


def reason_of(problem):
    """One line, in the suite's own words where they say enough."""
    if isinstance(problem, Empty):
        return "a message did not come"
    words = problem.message if isinstance(problem, ValidationError) else " ".join(str(problem).split())
    # The suite then quotes the missing name and nothing else.
    return f"a message has no {words}" if re.fullmatch(r"'\w+'", words) else words or type(problem).__name__


@contextmanager
def deadline(seconds):
    def give_up(_signal, _frame):
        raise TookTooLong(f"no end after {seconds} s")

    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


@contextmanager
def own_kernel(name):
    manager = KernelManager(kernel_name=name)
    try:
        # What a kernel prints on its own terminal is not a message, so it is dropped.
        manager.start_kernel(stdout=DEVNULL, stderr=DEVNULL)
        yield manager
    finally:
        manager.shutdown_kernel(now=True)


def prepare(test, manager):
    """Does what the suite's own set-up does; the test of the welcome opens its channels itself."""
    kind = type(test)
    kind.km, kind.kc = manager, manager.client()
    if kind is WelcomeTests:
        return
    kind.kc.start_channels()
    kind.kc.wait_for_ready()
    drain(kind.kc)


def drain(client):
    """Reads left-over answers to `kernel_info_request`, so that only `test_kernel_info` judges such an answer."""
    while True:
        try:
            client.get_shell_msg(timeout=0.1)
        except Empty:
            return


def run(test, kernel_name, seconds):
    verdict = Verdict()
    with own_kernel(kernel_name) as manager:
        try:
            with deadline(seconds):
                prepare(test, manager)
                test(verdict)
        except TookTooLong as problem:
            verdict.problem = problem
        finally:
            type(test).kc.stop_channels()
    return verdict.as_json(test.id().rsplit(".", 1)[-1].removeprefix("test_"))


def main(kernel_name, language, seconds):
    for name, sample in SAMPLES[language].items():
        setattr(KernelTests, name, sample)
    load = unittest.defaultTestLoader.loadTestsFromTestCase
    for test in [*load(KernelTests), *load(WelcomeTests)]:
        print(json.dumps(run(test, kernel_name, int(seconds))), flush=True)


def end(_signal, _frame):
    # One signal is enough: from here on, the kernel is being ended.
    signal.signal(signal.SIGTERM, lambda *_: None)
    # This is the only exception that unittest does not take for the failure of a test.
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, end)
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
