import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ReleaseFile, written } from './release-file';

/** The command of a package. */
export interface Command {
  readonly name: string;
  /** What Node.js loads, as seen from the folder `bin`. */
  readonly program: string;
  /** The call of a function of the program; it may resolve to an exit code. */
  readonly run: string;
}

/**
 * The files of a package's command. It first says whether its Node.js is new enough, in words that an old one can read,
 * and whether kernel-helpers is installed beside it: npm does not bring packages of ours. The command of a clone sets the
 * clone up in addition.
 */
export async function publishedCommand(root: string, { name, program, run }: Command): Promise<readonly ReleaseFile[]> {
  const checkNode = await readFile(join(root, 'kernel-helpers/set-up/check-node.cjs'));
  const start = `#!/usr/bin/env node
'use strict';

var complaint = require('./check-node.cjs').checkNode(process.versions.node);
if (complaint) fail(complaint);
try {
  require.resolve('kernel-helpers/package.json');
} catch (error) {
  fail('The package kernel-helpers is not installed here. Install it in the same folder, from the same release: npm install ./kernel-helpers-<version>.tgz');
}
Promise.resolve(require('${program}').${run}).then(function (exitCode) {
  if (exitCode !== undefined) process.exitCode = exitCode;
});

function fail(message) {
  console.error(message);
  process.exit(1);
}
`;
  return [written(`bin/${name}.cjs`, start, true), written('bin/check-node.cjs', checkNode)];
}
