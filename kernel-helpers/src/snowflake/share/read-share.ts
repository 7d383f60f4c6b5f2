import { tmpdir } from 'node:os';
import { UserError } from '../../errors';
import { unknownOptions } from '../../option-names';
import type { Column } from '../../table/table';
import { shareOfHost } from '../../training-contract/share-line';
import { planColumns } from '../result/column-plan';
import type { ResultManifest } from '../result/manifest';
import { batchesOf, type ReadBatchesOptions } from '../result/read-batches';
import { readPieces } from '../result/read-pieces';
import { PieceFile } from './piece-file';

export interface ShareOptions {
  /** Which of the hosts this is, counted from 0. */
  readonly host: number;
  /** How many hosts share the result. */
  readonly hosts: number;
  /** Where the rows are kept on this host's disk. @default the system's folder for temporary files */
  readonly folder?: string;
}

/** Consecutive rows of a result, kept on the disk of this host. */
export interface KeptRows {
  readonly from: number;
  readonly to: number;
  batches(options: Pick<ReadBatchesOptions, 'rows'>): AsyncGenerator<readonly Column[], void, undefined>;
  close(): Promise<void>;
}

/** The rows of one of several hosts. @throws UserError for options that make no sense */
export function shareOf(options: ShareOptions, rowCount: number): Pick<KeptRows, 'from' | 'to'> {
  checkShare(options);
  const { from, to } = shareOfHost(options.host, options.hosts, rowCount);
  return { from, to };
}

/**
 * Reads rows `from` to `to` of a result into a local file; a few parts of the result are in memory at a time. Only the
 * chunks that hold such rows are downloaded.
 */
export async function keepRows(
  manifest: ResultManifest,
  { from, to, folder }: Pick<KeptRows, 'from' | 'to'> & Pick<ShareOptions, 'folder'>,
  reading: Omit<ReadBatchesOptions, 'rows'>,
): Promise<KeptRows> {
  const plans = planColumns(manifest.columns, manifest.timeZone);
  const { protect, onProgress, ...access } = reading;
  const file = await PieceFile.create(folder ?? tmpdir());
  try {
    const pieces = readPieces(manifest, { ...access, onProgress, plans, from, to });
    for await (const piece of pieces) await file.add(piece);
  } catch (error) {
    await file.close();
    throw error;
  }
  return {
    from,
    to,
    batches: ({ rows }) => batchesOf(file.pieces(), { plans, rowCount: to - from, rows, protect, ...access }),
    close: async () => await file.close(),
  };
}

function checkShare(options: ShareOptions): void {
  const problems = unknownOptions(options, { host: true, hosts: true, folder: true });
  const { host, hosts } = options;
  if (!Number.isSafeInteger(hosts) || hosts < 1) problems.push(`hosts must be a whole number from 1 on, not ${hosts}.`);
  else if (!Number.isSafeInteger(host) || host < 0 || host >= hosts)
    problems.push(`host must be a whole number from 0 to ${hosts - 1}, since hosts are counted from 0, not ${host}.`);
  if (problems.length > 0) throw new UserError(`share() cannot use its options: ${problems.join(' ')}`);
}
