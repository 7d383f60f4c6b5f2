import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { writingIn } from 'kernel-helpers/doctor/unwritable-place';
import { InternalError } from 'kernel-helpers/errors';

const PACKAGE = dirname(require.resolve('kernel-helpers/package.json'));
/** Where a release has the notebooks, and where a clone has them. */
const PLACES = [join(PACKAGE, 'notebooks'), join(PACKAGE, '../notebooks')];
/** What programs leave beside the notebooks of a clone. */
const NOT_OURS = /(^|\/)\.|snowflake\.log$/;
/** Pictures of the notebooks, for people who only look. */
const TOUR = /^tour\//;

export interface CopiedNotebooks {
  readonly folder: string;
  readonly copied: readonly string[];
  /** What was there already; it is never overwritten, because somebody may have worked in it. */
  readonly kept: readonly string[];
}

/**
 * Copies the notebooks, the lessons and their training scripts into a folder, which is made if it is missing.
 * @throws PlatformError when the folder cannot be written
 */
export async function copyNotebooks(directory: string): Promise<CopiedNotebooks> {
  const source = PLACES.find((place) => existsSync(place));
  if (source === undefined) throw new InternalError(`The notebooks are missing from ${PACKAGE}.`);
  const folder = resolve(directory);
  const files = (await readdir(source, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(source, join(entry.parentPath, entry.name)))
    .filter((file) => !NOT_OURS.test(file) && !TOUR.test(file))
    .sort();
  const kept = files.filter((file) => existsSync(join(folder, file)));
  const copied = files.filter((file) => !kept.includes(file));
  await writingIn(`The notebooks could not be copied to ${folder}`, async () => {
    for (const file of copied) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await copyFile(join(source, file), join(folder, file));
    }
  });
  return { folder, copied, kept };
}
