import { cp, readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { withoutOutputs } from '../notebooks/normalise-notebook';

/** Seen from the root of the clone: what is played is below it, beside the pages that it links to. */
const STAGE = 'out/demo';

/**
 * Copies the notebooks to where they are played, those that are played without outputs. So the audience sees each output
 * come, and the notebooks of the clone stay as they are. Returns their paths in JupyterLab.
 */
export async function setTheStage(root: string, notebooks: readonly string[]): Promise<readonly string[]> {
  const source = join(root, 'notebooks');
  const copy = join(root, STAGE, 'notebooks');
  await cp(source, copy, { recursive: true, filter: (path) => !relative(source, path).split(sep).some(isHidden) });
  await cp(join(root, 'REAL-ACCOUNTS.md'), join(root, STAGE, 'REAL-ACCOUNTS.md'));
  for (const name of notebooks) {
    await writeFile(join(copy, name), withoutOutputs(await readFile(join(source, name), 'utf8')));
  }
  return notebooks.map((name) => `${STAGE}/notebooks/${name}`);
}

function isHidden(part: string): boolean {
  return part.startsWith('.');
}
