import { compile } from '../steps/build.mjs';
import { kernelspec } from '../steps/kernelspec.mjs';

/**
 * Makes a release of what is compiled anew, so that every clone gives the same bytes.
 * @param {string} root
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function runRelease(root, args) {
  const clone = { root, env: process.env };
  const { signal } = new AbortController();
  console.log('Compiling everything anew …');
  await compile(clone, { isAnew: true, signal });
  // The start-up snapshot of this clone's kernel fits only the files that it was made from.
  await kernelspec(clone).run(signal);
  const release = await import('../../release/dist/release-command.js');
  return release.runRelease(root, args);
}
