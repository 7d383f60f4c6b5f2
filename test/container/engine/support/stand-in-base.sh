#!/usr/bin/env bash
# Makes a root file system that stands for the Dockerfile's two base images, where no registry of images is reachable:
# Debian's own packages, and Node.js and npm of this machine. What Debian's install scripts would do is done here.
#   stand-in-base.sh OUT.tar NODE NPM_FOLDER
set -euo pipefail
out=$(realpath -m "$1") node=$2 npm=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mmdebstrap --quiet --mode=root --variant=extract \
  --include=base-files,libc6,libstdc++6,libgcc-s1,busybox-static,python3,python3-pip bookworm "$root"
# mmdebstrap copies these two from this machine.
rm -rf "$root"/etc/{resolv.conf,hostname,apt} "$root"/var/lib/{apt,dpkg} "$root"/usr/share/{doc,man,locale}
mkdir -p "$root"/{root,tmp,opt/ml,usr/local/bin,usr/local/lib/node_modules}
chmod 1777 "$root/tmp"
for applet in $(busybox --list); do
  [ -e "$root/bin/$applet" ] || [ -e "$root/usr/bin/$applet" ] || ln -s /bin/busybox "$root/usr/bin/$applet"
done
ln -sf busybox "$root/bin/sh"
ln -s python3 "$root/usr/bin/python"
printf 'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n' > "$root/etc/passwd"
printf 'root:x:0:\nnode:x:1000:\n' > "$root/etc/group"
printf 'hosts: files dns\n' > "$root/etc/nsswitch.conf"
install -m755 "$node" "$root/usr/local/bin/node"
cp -a "$npm" "$root/usr/local/lib/node_modules/npm"
ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
tar -C "$root" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf "$out" .
