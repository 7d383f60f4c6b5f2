import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { KERNEL_NODE_OPTIONS } from './node-options';
import { buildSnapshot } from './snapshot/build-snapshot';

/** How Jupyter starts the kernel. */
export interface StartCommand {
  readonly argv: readonly string[];
  /** Why the kernel starts without a snapshot, which takes about twice as long; undefined when it has one. */
  readonly whyPlain?: string;
}

const MAIN = join(__dirname, 'main.js');
const CONNECTION_FILE = '{connection_file}';

/** GNU's and BSD's way to ask for inode, size and time of change: another build of Node.js has others. */
const IDENTITY = `stat -L -c '%i %s %Y' "$node" 2>/dev/null || stat -L -f '%i %z %m' "$node"`;

/** Prepares a start from a snapshot, with a script in `directory`; a plain start where that is impossible. */
export async function prepareStart(directory: string): Promise<StartCommand> {
  const plain = [process.execPath, ...KERNEL_NODE_OPTIONS, MAIN, CONNECTION_FILE];
  if (process.platform === 'win32') return { argv: plain, whyPlain: 'Snapshots are not used on Windows.' };
  try {
    const script = join(directory, 'start-kernel.sh');
    await writeFile(script, startScript(await buildSnapshot(), await identityOfNode()));
    return { argv: ['/bin/sh', script, CONNECTION_FILE] };
  } catch (error) {
    return { argv: plain, whyPlain: error instanceof Error ? error.message : String(error) };
  }
}

async function identityOfNode(): Promise<string> {
  const script = `node=${quote(process.execPath)}\n${IDENTITY}`;
  const { stdout } = await promisify(execFile)('/bin/sh', ['-c', script]);
  return stdout.trim();
}

/** Node.js refuses the snapshot of any other build, so the script looks first; `exec` leaves no shell behind. */
function startScript(snapshot: string, identity: string): string {
  const options = KERNEL_NODE_OPTIONS.join(' ');
  return `#!/bin/sh
# Starts the TypeScript kernel from its V8 snapshot while Node.js is the build that made it, and plainly otherwise.
node=${quote(process.execPath)}
snapshot=${quote(snapshot)}
if [ -f "$snapshot" ] && [ "$(${IDENTITY})" = ${quote(identity)} ]; then
  exec "$node" ${options} --snapshot-blob "$snapshot" ${quote(MAIN)} "$1"
fi
exec "$node" ${options} ${quote(MAIN)} "$1"
`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
