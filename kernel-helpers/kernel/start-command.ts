import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { identityOfBuild, type KernelStart } from 'kernel-helpers/doctor/kernel-description';
import { messageOf } from 'kernel-helpers/errors';
import { howInstalled } from 'kernel-helpers/how-installed';
import { KERNEL_NODE_OPTIONS, MALLOC_SETTING } from './node-options';
import { buildSnapshot } from './snapshot/build-snapshot';

/** How Jupyter starts the kernel. */
export interface StartCommand {
  readonly argv: readonly string[];
  /** The same for code that checks whether the kernel will start. */
  readonly start: KernelStart;
  /** Why the kernel starts without a snapshot, which takes about twice as long; undefined when it has one. */
  readonly whyPlain?: string;
}

const MAIN = join(__dirname, 'main.js');
const CONNECTION_FILE = '{connection_file}';

/** GNU's and BSD's way to write what `identityOfBuild` gives; another build of Node.js has another identity. */
const IDENTITY = `stat -L -c '%i %s %Y' "$node" 2>/dev/null || stat -L -f '%i %z %m' "$node"`;

type Snapshot = NonNullable<KernelStart['snapshot']>;

/** Prepares a start from a snapshot where that is possible; where there is a shell, with a script in `directory`. */
export async function prepareStart(directory: string): Promise<StartCommand> {
  const node = process.execPath;
  if (process.platform === 'win32') {
    const argv = [node, ...KERNEL_NODE_OPTIONS, MAIN, CONNECTION_FILE];
    return { argv, start: { node, files: [MAIN] }, whyPlain: 'Snapshots are not used on Windows.' };
  }
  const script = join(directory, 'start-kernel.sh');
  const { snapshot, whyPlain } = await prepareSnapshot();
  await writeFile(script, startScript(snapshot));
  return {
    argv: ['/bin/sh', script, CONNECTION_FILE],
    start: { node, files: [MAIN, script], ...(snapshot && { snapshot }) },
    ...(whyPlain !== undefined && { whyPlain }),
  };
}

async function prepareSnapshot(): Promise<{ readonly snapshot?: Snapshot; readonly whyPlain?: string }> {
  try {
    return { snapshot: { file: await buildSnapshot(), node: identityOfBuild(process.execPath) ?? '' } };
  } catch (error) {
    return { whyPlain: messageOf(error) };
  }
}

/**
 * Node.js refuses a snapshot of another build, and one that was built with other options of V8, which NODE_OPTIONS may
 * hold. So the script checks both first; `exec` leaves no shell behind.
 */
function startScript(snapshot: Snapshot | undefined): string {
  const { command, install } = howInstalled();
  const options = KERNEL_NODE_OPTIONS.map(quote).join(' ');
  const quickStart = snapshot
    ? `snapshot=${quote(snapshot.file)}
if [ -z "$NODE_OPTIONS" ] && [ -f "$snapshot" ] && [ "$(${IDENTITY})" = ${quote(snapshot.node)} ]; then
  exec "$node" ${options} --snapshot-blob "$snapshot" ${quote(MAIN)} "$1"
fi
`
    : '';
  return `#!/bin/sh
# Starts the TypeScript kernel from its V8 snapshot while Node.js is the build that made it
# and no NODE_OPTIONS change it, and plainly otherwise.
node=${quote(process.execPath)}
if [ ! -x "$node" ]; then
  # Version managers remove a Node.js together with its folder.
  if ! other=$(command -v node); then
    echo "The Node.js of the TypeScript kernel is gone ($node), and there is no other on the PATH. Install one, then run: ${quoted(`${command} ${install}`)}" >&2
    exit 127
  fi
  echo "The Node.js of the TypeScript kernel is gone ($node); it starts with $other. Run ${quoted(`${command} doctor`)}." >&2
  node=$other
fi
export ${MALLOC_SETTING.name}=${MALLOC_SETTING.value}
${quickStart}exec "$node" ${options} ${quote(MAIN)} "$1"
`;
}

/** A text in double quotes. */
function quoted(text: string): string {
  return text.replaceAll(/["$`\\]/g, '\\$&');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
