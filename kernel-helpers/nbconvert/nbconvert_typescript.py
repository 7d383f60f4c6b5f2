"""Exports TypeScript notebooks as scripts that Node.js runs.

nbconvert's own script exporter asks an entry point for the notebook's language
(https://nbconvert.readthedocs.io/en/latest/external_exporters.html). So does JupyterLab's menu
"Save and Export Notebook As > Executable Script". The kernel's own program turns the notebook into a script.
"""

import json
import os
import subprocess

import nbformat
from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from nbconvert.exporters import TemplateExporter

__all__ = ["TypeScriptExporter"]

KERNEL_NAME = "tslab"


class ExportError(Exception):
    """The kernel's program refused the notebook, and its message says why."""


class TypeScriptExporter(TemplateExporter):
    """Writes a notebook as TypeScript, with Markdown as comments."""

    file_extension = ".ts"

    def _template_name_default(self):
        return "script"

    def _template_file_default(self):
        return "script.j2"

    def from_notebook_node(self, nb, resources=None, **kw):
        command = export_command()
        if command is None:
            self.log.warning(
                "The TypeScript kernel of kernel-helpers is not installed here, "
                "so the script holds the code as it is, without Markdown."
            )
            return super().from_notebook_node(nb, resources, **kw)
        prepared, resources = super(TemplateExporter, self).from_notebook_node(nb, resources, **kw)
        exported = run(command, prepared, resources.get("metadata", {}))
        # nbconvert makes the folder of each of these files, and fails where its name is empty.
        files = {os.path.join(".", name): text.encode() for name, text in exported["files"].items()}
        resources.setdefault("outputs", {}).update(files)
        return exported["script"], resources


def export_command():
    """How the installed kernel exports; None for stock tslab, and where no such kernel is installed."""
    try:
        start = KernelSpecManager().get_kernel_spec(KERNEL_NAME).metadata.get("start")
    except NoSuchKernel:
        return None
    if not start:
        return None
    return [start["node"], os.path.join(os.path.dirname(start["files"][0]), "notebook-export", "main.js")]


def run(command, nb, metadata):
    path = os.path.join(metadata.get("path") or os.getcwd(), f"{metadata.get('name', 'notebook')}.ipynb")
    done = subprocess.run(
        [*command, path], input=nbformat.writes(nb).encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    if done.returncode != 0:
        raise ExportError(done.stderr.decode().strip())
    return json.loads(done.stdout)
