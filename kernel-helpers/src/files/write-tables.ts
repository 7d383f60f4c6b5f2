import type { Surroundings } from '../surroundings';
import { pathOf } from './byte-source';
import { WrittenFile, writeWhole } from './written-file';

/** Gives the bytes of a file in their order, and tells how many rows each has. */
export type FilePieces = (told: (rows: number) => void) => AsyncIterable<Uint8Array>;

/** Writes rows to a file, and says how far it has come. */
export async function writeTables(
  place: string | URL,
  { signal, progress }: Pick<Surroundings, 'signal' | 'progress'>,
  pieces: FilePieces,
): Promise<WrittenFile> {
  const path = pathOf(place);
  const line = progress(`Writing ${path}`);
  let rows = 0;
  const told = (more: number): void => {
    rows += more;
    line.report(`${rows.toLocaleString('en-US')} rows`);
  };
  try {
    const bytes = await writeWhole(path, pieces(told), signal);
    return new WrittenFile(path, rows, bytes);
  } finally {
    line.close();
  }
}
