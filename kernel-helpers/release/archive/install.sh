#!/bin/sh
# Puts the TypeScript kernel and the sidebar of this folder into a JupyterLab, without internet and without root:
#   ./install [--prefix DIR | --user | --sys-prefix] [--env NAME=VALUE]... [--notebooks DIR]
set -eu

fail() {
  echo "$*" >&2
  exit 1
}

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
node="$here/node/bin/node"

[ -f "$here/VERSION" ] || fail "The archive was cut off when it was unpacked: $here has no VERSION, which is its last file. Fetch the archive again, compare it with SHA256SUMS (sha256sum -c --ignore-missing SHA256SUMS), and unpack it into an empty folder."

read -r version platform <"$here/VERSION"
system=$(uname -s)
machine=$(uname -m)
case "$system-$machine" in
  Linux-x86_64 | Linux-amd64) this=linux-x64 ;;
  Linux-aarch64 | Linux-arm64) this=linux-arm64 ;;
  *) this="$system $machine" ;;
esac
npm="Without such an archive, install Node.js 20.19 or newer and the npm packages of the release $version: npm install ./kernel-helpers-$version.tgz ./container-$version.tgz ./jupyterlab-ext-$version.tgz"
[ "$this" = "$platform" ] || fail "This archive is for $platform, and this machine is $this. Use the archive for this machine. $npm"

said=$("$node" --version 2>&1) || fail "The Node.js of this archive does not start here: $said. It needs Linux with glibc 2.28 or newer, such as Amazon Linux 2023 or Debian 10; Alpine has another C library (musl). $npm"

"$here/kernel-helpers" install "$@"
echo "Keep the folder $here: JupyterLab starts the kernel from it."
echo "To see whether all is well: '$here/kernel-helpers' doctor"
