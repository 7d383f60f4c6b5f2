#!/bin/sh
# Takes the TypeScript kernel and the sidebar out of a JupyterLab: ./uninstall [--prefix DIR | --user | --sys-prefix]
# Notebooks and this folder stay.
exec "$(dirname -- "$0")/kernel-helpers" uninstall "$@"
