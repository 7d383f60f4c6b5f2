import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { UserError } from '../errors';
import type { Surroundings } from '../surroundings';
import { type ArchiveSource, downloadHousing, SCIKIT_LEARN_ARCHIVE } from './download-housing';

export interface HousingFile {
  readonly text: string;
  /** Where it was found, for messages. */
  readonly place: string;
  /** What it is, in words. Notebooks show and save it, so it names no folder. */
  readonly origin: string;
}

/** Where to look for the data set; tests give places of their own. */
export interface HousingPlaces {
  /** File in the user's cache. */
  readonly cache: string;
  /** File in a folder of downloads beside the clone, for machines without internet. */
  readonly besideClone: string;
  /** Checksum of a complete copy in either place. */
  readonly fileSha256: string;
  readonly archive: ArchiveSource;
}

const FILE_NAME = 'cal_housing.data';
const STATLIB = 'California Housing, StatLib (1990 US census)';

const PLACES: HousingPlaces = {
  cache: join(envPaths('kernel-helpers', { suffix: '' }).cache, FILE_NAME),
  // From this file's folder: dataset, dist, kernel-helpers, the clone, and its neighbour.
  besideClone: resolve(__dirname, '../../../../shared/data', FILE_NAME),
  // StatLib's file; three public copies agree.
  fileSha256: 'a2b44dcc7e1c9091b43c4f458b25cbd1f7e8068d08edd26bc4703108d3fa6214',
  archive: SCIKIT_LEARN_ARCHIVE,
};

/**
 * Looks for the data set: in the named file, in the user's cache, in a folder beside the clone, on the internet.
 * Returns undefined when it is nowhere. Throws a UserError if the named file cannot be read.
 */
export async function findHousingFile(
  surroundings: Surroundings,
  places: HousingPlaces = PLACES,
  named: string | undefined = process.env.CALIFORNIA_HOUSING_FILE?.trim() || undefined,
): Promise<HousingFile | undefined> {
  if (named !== undefined) return await readNamedFile(named, places.fileSha256);
  for (const path of [places.cache, places.besideClone]) {
    const text = await readGenuine(path, places.fileSha256);
    if (text !== undefined) return { text, place: path, origin: STATLIB };
  }
  const downloaded = await downloadHousing(surroundings, places.archive);
  if (downloaded === undefined) return undefined;
  await writeAtomically(places.cache, downloaded, surroundings);
  return { text: downloaded, place: places.cache, origin: STATLIB };
}

async function readNamedFile(path: string, genuineSha256: string): Promise<HousingFile> {
  try {
    const text = await readFile(path, 'utf8');
    return { text, place: path, origin: sha256(text) === genuineSha256 ? STATLIB : `the file ${basename(path)}` };
  } catch (cause) {
    throw new UserError(`CALIFORNIA_HOUSING_FILE names ${path}, which cannot be read. Correct the path, or unset it.`, {
      cause,
    });
  }
}

/** The file's text, if it exists and is complete; a damaged copy counts as missing. */
async function readGenuine(path: string, genuineSha256: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text !== undefined && sha256(text) === genuineSha256 ? text : undefined;
}

/** A reader never sees half a file; a cache that cannot be written only means another download next time. */
async function writeAtomically(path: string, text: string, { warn }: Surroundings): Promise<void> {
  const temporary = `${path}.${process.pid}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, text);
    await rename(temporary, path);
  } catch (error) {
    warn(`California Housing could not be saved in ${path}: ${String(error)}`);
  } finally {
    await rm(temporary, { force: true });
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
