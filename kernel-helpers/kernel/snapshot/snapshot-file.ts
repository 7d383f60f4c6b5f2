import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { versionOf } from '../language/file-version';
import { KERNEL_NODE_OPTIONS, SNAPSHOT_NODE_OPTIONS } from '../node-options';
import { DIST, MODULES, ownFiles } from './snapshot-contents';

/** The snapshot that fits this process and its environment, if it has been built. */
export function findSnapshot(): string | undefined {
  if (process.env.NODE_OPTIONS) return undefined;
  const blob = snapshotFile();
  return existsSync(blob) ? blob : undefined;
}

/** The path, which need not exist, of the snapshot that fits exactly this build of Node.js and these packages. */
export function snapshotFile(): string {
  return join(DIST, 'snapshots', `${nodeFingerprint()}-${packagesFingerprint()}.blob`);
}

/** Removes snapshots of replaced packages. Those of another Node.js stay, because it may run the kernel as well. */
export async function removeOutdated(blob: string): Promise<void> {
  const directory = dirname(blob);
  const ofThisNode = (await readdir(directory)).filter((name) => name.startsWith(`${nodeFingerprint()}-`));
  const outdated = ofThisNode.map((name) => join(directory, name)).filter((file) => file !== blob);
  await Promise.all(outdated.map((file) => rm(file, { force: true })));
}

/** Tells builds of Node.js apart, also two of one version. */
function nodeFingerprint(): string {
  return fingerprint([process.version, process.arch], [process.execPath]);
}

/** Changes with what is in the snapshot and what makes it, and with the options that it needs. */
function packagesFingerprint(): string {
  return fingerprint([...KERNEL_NODE_OPTIONS, ...SNAPSHOT_NODE_OPTIONS], [...ownFiles(), ...MODULES]);
}

function fingerprint(words: readonly string[], files: readonly string[]): string {
  const hash = createHash('sha256').update(words.join(' '));
  for (const file of files) hash.update(`${file} ${JSON.stringify(versionOf(file))}`);
  return hash.digest('hex').slice(0, 16);
}
