import { createHash } from 'node:crypto';
import { buffer as readAll } from 'node:stream/consumers';
import type * as Tar from 'tar';
import { fetchWithProxy } from '../network/fetch';
import { ownErrorIn } from '../network/why-unreachable';
import type { Surroundings } from '../surroundings';

export interface ArchiveSource {
  readonly url: string;
  readonly sha256: string;
  readonly member: string;
}

/** The archive that scikit-learn downloads; address and checksum as in sklearn/datasets/_california_housing.py. */
export const SCIKIT_LEARN_ARCHIVE: ArchiveSource = {
  url: 'https://ndownloader.figshare.com/files/5976036',
  sha256: 'aaa5c9a6afe2225cc2aed2723682ae403280c4a3695a2ddda4ffb5d8215ea681',
  member: 'CaliforniaHousing/cal_housing.data',
};

const TIMEOUT_SECONDS = 15;

/**
 * Downloads the data set. Returns undefined when that fails: no network, no answer in time, or not the expected bytes.
 * Throws the interruption when the signal fires.
 */
export async function downloadHousing(
  { signal, progress, warn }: Surroundings,
  source: ArchiveSource,
): Promise<string | undefined> {
  const line = progress('Downloading California Housing (0.4 MB)');
  try {
    const archive = await fetchArchive(
      source.url,
      AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_SECONDS * 1000)]),
    );
    if (createHash('sha256').update(archive).digest('hex') !== source.sha256) {
      throw new Error('the downloaded archive is not the expected one (SHA-256 differs)');
    }
    return await readMember(archive, source.member);
  } catch (error) {
    signal.throwIfAborted();
    warn(`California Housing could not be downloaded: ${reasonOf(error)}`);
    return undefined;
  } finally {
    line.close();
  }
}

/** fetch()'s own message says only that it failed; its cause says why. */
function reasonOf(error: unknown): string {
  const own = ownErrorIn(error);
  if (own !== undefined) return own.message;
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}

async function fetchArchive(url: string, signal: AbortSignal): Promise<Buffer> {
  const response = await fetchWithProxy(url, { signal });
  if (!response.ok) throw new Error(`${new URL(url).host} answered HTTP ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

async function readMember(archive: Buffer, member: string): Promise<string> {
  const { Parser } = require('tar') as typeof Tar;
  let found: Promise<Buffer> | undefined;
  const parser = new Parser({
    filter: (path) => path === member,
    onReadEntry: (entry) => {
      found = readAll(entry as unknown as AsyncIterable<Buffer>);
    },
  });
  await new Promise<void>((resolve, reject) => {
    parser.on('end', resolve);
    parser.on('error', reject);
    parser.end(archive);
  });
  if (found === undefined) throw new Error(`the archive holds no ${member}`);
  return (await found).toString('utf8');
}
