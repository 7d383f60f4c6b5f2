"""Executes one notebook with Jupyter's own client, and reports its progress as lines of JSON on stdout.

Usage: execute_notebook.py NOTEBOOK EXECUTED_COPY
The copy is always written. When a cell fails, the copy holds that cell's error and the exit code is 1, otherwise 0. After
that cell, only cells with the tag "clean-up" are executed: what an earlier cell has started may cost money.
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
CLEAN_UP = "clean-up"


class CleaningClient(NotebookClient):
    """Goes on after a failed cell, but only with the cells that clean up."""

    failures = ()

    async def async_execute_cell(self, cell, cell_index, *args, **options):
        if self.failures and CLEAN_UP not in cell.metadata.get("tags", []):
            return cell
        try:
            return await super().async_execute_cell(cell, cell_index, *args, **options)
        except CellExecutionError as error:
            self.failures = (*self.failures, (cell_index, error))
            return cell


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
    current = 0

    def position(cell_index):
        return {"number": code_cells.index(cell_index) + 1, "of": len(code_cells), "heading": headings[cell_index]}

    def on_execute(cell, cell_index):
        nonlocal current
        current = cell_index
        tell(event="cell", **position(cell_index))

    def tell_failure(cell_index, *errors):
        described = "\n\nThe clean-up failed, too: ".join(describe_failure(error) for error in errors)
        tell(event="failed", error=described, source=notebook.cells[cell_index].source, **position(cell_index))

    client = CleaningClient(
        notebook,
        timeout=None,
        startup_timeout=STARTUP_TIMEOUT_SECONDS,
        on_cell_execute=on_execute,
        resources={"metadata": {"path": str(source.parent)}},
    )
    try:
        await client.async_execute()
        if not client.failures:
            return 0
        tell_failure(client.failures[0][0], *(error for _, error in client.failures))
        return 1
    except DeadKernelError as error:
        tell_failure(current, error)
        return 1
    finally:
        write_whole(notebook, copy)


if __name__ == "__main__":
    sys.exit(asyncio.run(execute(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())))
