#!/bin/sh
# The command kernel-helpers with the Node.js of this folder, such as: ./kernel-helpers doctor
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
exec "$here/node/bin/node" "$here/node_modules/kernel-helpers/bin/kernel-helpers.cjs" "$@"
