"""Runs a program in a terminal of its own: `run-in-terminal.py QUESTION ANSWER PROGRAM ARGUMENT …`.

Types ANSWER when the program has printed QUESTION. Prints what the terminal shows, and ends as the program ends.
"""

import os
import pty
import sys

question, answer, *command = sys.argv[1:]
shown = b""


def read(terminal):
    global shown
    output = os.read(terminal, 4096)
    if question.encode() in shown + output and question.encode() not in shown:
        os.write(terminal, answer.encode().decode("unicode_escape").encode())
    shown += output
    return output


status = pty.spawn(command, read)
sys.exit(os.waitstatus_to_exitcode(status) & 0xFF)
