import { UserError } from 'kernel-helpers/errors';
import { readColumns } from 'kernel-helpers/snowflake/result/read-columns';
import { formatShareLine, type ShareRange, shareOfHost } from 'kernel-helpers/training-contract/index';
import type { TrainingSettings } from '../settings';
import { checkValues } from './check-values';
import type { HostGroup } from './host-group';
import { type ManifestMessage, readManifest, writeManifest } from './manifest-message';
import { type MatrixColumns, toMatrixColumns } from './matrix-columns';
import { type SelectedTable, selectTable } from './select-table';
import type { Rows, Share, ShareOptions } from './share';
import { splitRows } from './split-rows';

export interface ShareContext {
  readonly settings: TrainingSettings;
  readonly group: HostGroup;
  readonly stop: AbortSignal;
  readonly log: (text: string) => void;
}

/**
 * Reads this host's exact share of the table: the leader runs one query and tells all hosts where the result's parts
 * are; host i of n reads rows [⌊iT/n⌋, ⌊(i+1)T/n⌋) of it.
 */
export async function shareRows(options: ShareOptions, { settings, group, stop, log }: ShareContext): Promise<Share> {
  const { validation, seed } = checkOptions(options);
  const { host, source } = settings;
  const selected = await group.together(host.isLeader ? selectTable(source, stop) : Promise.resolve(undefined));
  try {
    const message = readManifest(await group.shareFromLeader(selected && writeManifest(withoutClose(selected))));
    const range = shareOfHost(host.index, host.count, message.manifest.rowCount);
    log(formatShareLine(range));
    const matrix = await group.together(readShare(message, range, source.table, stop));
    const share = splitShare(matrix, range, validation, seed);
    await checkSides(share, group);
    if (share.validation !== undefined) log(describeSides(share.train, share.validation));
    return share;
  } finally {
    await selected?.close();
  }
}

async function readShare(
  { manifest, plan }: ManifestMessage,
  range: ShareRange,
  table: string,
  stop: AbortSignal,
): Promise<MatrixColumns> {
  const columns = await readColumns(manifest, { from: range.from, to: range.to, signal: stop });
  const matrix = toMatrixColumns(columns, plan);
  const isBoolean = columns.some(({ name, kind }) => name === plan.target && kind === 'boolean');
  checkValues(matrix, { table, isBoolean });
  return matrix;
}

function splitShare(matrix: MatrixColumns, range: ShareRange, validation: number, seed: number): Share {
  const { features, target } = matrix;
  if (validation === 0) return { features, target, range, train: matrix };
  const split = splitRows(matrix, validation, seed);
  return { features, target, range, train: split.train, validation: split.validation };
}

/** A small table can leave one side empty on every host; the error measured on no rows would read as 0. */
async function checkSides({ train, validation, range }: Share, group: HostGroup): Promise<void> {
  const [trainRows, validationRows] = await group.maximum([train.labels.length, validation?.labels.length ?? 1]);
  if (trainRows > 0 && validationRows > 0) return;
  throw new UserError(
    `With ${range.total} rows in the table, share() leaves none to ${trainRows === 0 ? 'learn from' : 'measure the error on'}. Change validation or seed, or use a larger table.`,
  );
}

function describeSides(train: Rows, validation: Rows): string {
  return `share: ${train.labels.length} rows to learn from, ${validation.labels.length} to measure the error on`;
}

function checkOptions({ validation = 0, seed = 42 }: ShareOptions): Required<ShareOptions> {
  const problems: string[] = [];
  if (!(validation >= 0 && validation < 1)) problems.push(`validation must be from 0 to below 1, not ${validation}`);
  if (!Number.isInteger(seed)) problems.push(`seed must be a whole number, not ${seed}`);
  if (problems.length > 0) throw new UserError(`share() cannot split the rows: ${problems.join('; ')}.`);
  return { validation, seed };
}

function withoutClose({ manifest, plan }: SelectedTable): ManifestMessage {
  return { manifest, plan };
}
