"""Jupyter's own kernel test-suite (https://github.com/jupyter/jupyter_kernel_test) with every optional test on."""

import unittest

import jupyter_kernel_test

BRIDGE = "(globalThis as any)[Symbol.for('kernel-helpers.kernel-bridge')]"


class ProtocolTests(jupyter_kernel_test.KernelTests):
    kernel_name = "tslab"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world');"
    code_stderr = "console.error('oops');"
    completion_samples = [
        {"text": "consol", "matches": {"console"}},
        {"text": "Math.flo", "matches": {"floor"}},
    ]
    complete_code_samples = ["1", "const a = 2", "function f() { return 1; }", "await f()", "for (;;) {}"]
    incomplete_code_samples = ["function f() {", "const a = [1,", "`open", "/* open", "f(", "if (true)"]
    invalid_code_samples = ["const = 3", "'open", "function (", "a b c", "}"]
    code_page_something = f"{BRIDGE}.page('one page')"
    code_generate_error = "throw new Error('as asked')"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "'text'", "result": "'text'"},
        {"code": "[1, 2, 3]", "result": "[ 1, 2, 3 ]"},
        {"code": "new Map([['a', 1]])", "result": "Map(1) { 'a' => 1 }"},
    ]
    code_display_data = [
        {"code": "import { display } from 'tslab'; display.html('<b>bold</b>')", "mime": "text/html"},
        {"code": f"{BRIDGE}.display({{ 'image/svg+xml': '<svg/>' }})", "mime": "image/svg+xml"},
    ]
    code_history_pattern = "6 ?*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "console.log"
    code_clear_output = f"{BRIDGE}.clearOutput()"


class WelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "tslab"
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main()
