"""Executes one notebook with Jupyter's own client, and reports its progress as lines of JSON on stdout.

Usage: execute_notebook.py NOTEBOOK EXECUTED_COPY
The copy is always written. When a cell fails, the copy ends with that cell's error and the exit code is 1, otherwise 0.
"""

import asyncio
import json
import os
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

HEADING = re.compile(r"^#+\s+(.+)$", re.MULTILINE)
STARTUP_TIMEOUT_SECONDS = 120


def tell(**event):
    print(json.dumps(event), flush=True)


def headings_by_cell(notebook):
    """For each cell, the last heading at or above it."""
    heading, headings = "", []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            heading = (HEADING.findall(cell.source) or [heading])[-1]
        headings.append(heading)
    return headings


def write_whole(notebook, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    nbformat.write(notebook, unfinished)
    os.replace(unfinished, path)


def describe_failure(error):
    name = getattr(error, "ename", type(error).__name__)
    # Kernels may repeat the name in front of the message.
    message = (getattr(error, "evalue", None) or str(error)).removeprefix(f"{name}: ")
    return f"{name}: {message}"


async def execute(source, copy):
    notebook = nbformat.read(source, as_version=4)
    headings = headings_by_cell(notebook)
    code_cells = [index for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    current = {}

    def on_execute(cell, cell_index):
        number = code_cells.index(cell_index) + 1
        current.update(number=number, of=len(code_cells), heading=headings[cell_index], source=cell.source)
        tell(event="cell", number=number, of=len(code_cells), heading=headings[cell_index])

    client = NotebookClient(
        notebook,
        timeout=None,
        startup_timeout=STARTUP_TIMEOUT_SECONDS,
        on_cell_execute=on_execute,
        resources={"metadata": {"path": str(source.parent)}},
    )
    try:
        await client.async_execute()
        return 0
    except (CellExecutionError, DeadKernelError) as error:
        tell(event="failed", error=describe_failure(error), **current)
        return 1
    finally:
        write_whole(notebook, copy)


if __name__ == "__main__":
    sys.exit(asyncio.run(execute(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())))
