import { UserError } from 'kernel-helpers/errors';
import { formatShareLine, type ShareRange, shareOfHost } from 'kernel-helpers/training-contract/index';
import { memoryLimitBytes } from '../memory-limit';
import type { HostSettings, SourceSettings, TrainingSettings } from '../settings';
import { describeReading, downloadBytes, secondsSince, usedMemory } from './describe-work';
import type { HostGroup } from './host-group';
import { type ManifestMessage, readManifest, writeManifest } from './manifest-message';
import { holdShare, type MeasuredRows, type ShareRequest, streamShare } from './read-share';
import { batchWidth } from './rows/float-columns';
import { heldShareBytes, isTooLarge } from './rows/held-share-memory';
import { type SelectedTable, selectTable } from './select-table';
import { countRows, type Rows, type Share, type ShareOptions, type StreamedRows, type StreamedShare } from './share';
import type { ToldResults } from './told-results';

export interface ShareContext {
  readonly settings: TrainingSettings;
  /** What the hosts of this job were told before they met again. */
  readonly told: ToldResults;
  /** Which call of `share` in the script this is, counted from 1. */
  readonly call: number;
  readonly group: HostGroup;
  readonly stop: AbortSignal;
  readonly log: (text: string) => void;
}

/**
 * Reads this host's exact share of the table: the leader runs one query and tells all hosts where the result's parts
 * are; host i of n reads rows [⌊iT/n⌋, ⌊(i+1)T/n⌋) of it.
 */
export async function shareRows(
  options: ShareOptions,
  { settings, told, call, group, stop, log }: ShareContext,
): Promise<Share | StreamedShare> {
  const { host, source, paths } = settings;
  const { validation, seed, stream } = checkOptions(options, source);
  const select = async (): Promise<SelectedTable> => {
    const found = await told.find(call, stop);
    if (found === undefined) return await selectTable(source, settings.hyperparameters.objective, stop);
    log('share: the links of the query from before still work, so its result is read again');
    return found;
  };
  const selected = await group.together(host.isLeader ? select() : Promise.resolve(undefined));
  try {
    const message = readManifest(await group.shareFromLeader(selected && writeManifest(withoutClose(selected))));
    const range = shareOfHost(host.index, host.count, message.manifest.rowCount);
    log(formatShareLine(range));
    for (const line of describeCategories(message)) if (host.isLeader) log(line);
    const measured = await shareOfValidation(source.validationTable, message, { host, group, selected });
    told.keep(call, { ...message, validation: measured?.message.manifest });
    const request = { message, range, validation, seed, table: source.table, measured, stop, log };
    const isStreamed = stream === 'when-needed' ? await chooseToStream(message, range, { group, log }) : stream;
    const share = await group.together(
      readAndSay(() => (isStreamed ? streamShare(request, paths.base) : holdShare(request)), request),
    );
    await checkSides(share, group);
    if (share.validation !== undefined) log(describeSides(share.train, share.validation));
    return share;
  } finally {
    await selected?.close();
  }
}

/** Says how fast this host has read its rows; it may wait for others afterwards. */
async function readAndSay(
  read: () => Promise<Share | StreamedShare>,
  request: ShareRequest,
): Promise<Share | StreamedShare> {
  const start = performance.now();
  const share = await read();
  const seconds = secondsSince(start);
  const parts = [request, ...(request.measured === undefined ? [] : [request.measured])];
  const rowCount = parts.reduce((sum, { range }) => sum + range.to - range.from, 0);
  const bytes = parts.reduce((sum, part) => sum + downloadBytes(part), 0);
  request.log(describeReading({ rowCount, bytes, seconds }, usedMemory()));
  return share;
}

/** This host's share of the validation table, if the job has one. */
async function shareOfValidation(
  table: string | undefined,
  { plan }: ManifestMessage,
  {
    host,
    group,
    selected,
  }: Pick<ShareContext, 'group'> & {
    readonly host: HostSettings;
    readonly selected: SelectedTable | undefined;
  },
): Promise<MeasuredRows | undefined> {
  if (table === undefined) return undefined;
  const manifest = selected?.validation;
  const message = readManifest(await group.shareFromLeader(manifest && writeManifest({ manifest, plan })));
  return { message, range: shareOfHost(host.index, host.count, message.manifest.rowCount), table };
}

function describeCategories({ plan }: ManifestMessage): string[] {
  const words = plan.features.flatMap((feature) =>
    feature.encoding === 'category' ? [`${feature.name} (${feature.categories.length})`] : [],
  );
  return [
    ...(words.length === 0 ? [] : [`share: columns of texts become categories: ${words.join(', ')}`]),
    ...(plan.classes === undefined
      ? []
      : [`share: the classes of ${plan.target} are ${plan.classes.slice(0, 20).join(', ')}`]),
  ];
}

/** If one host streams, all do: they look for the intervals of the columns together, and held rows do that later. */
async function chooseToStream(
  { plan }: ManifestMessage,
  { from, to }: ShareRange,
  { group, log }: Pick<ShareContext, 'group' | 'log'>,
): Promise<boolean> {
  const width = batchWidth(plan);
  const [isTooLargeForOne] = await group.maximum([isTooLarge(to - from, width) ? 1 : 0]);
  if (isTooLargeForOne === 0) return false;
  const [needed, limit] = [heldShareBytes(to - from, width), memoryLimitBytes()].map((bytes) =>
    (bytes / 1e9).toFixed(1),
  );
  log(
    `share: the rows go to the disk of each host, because in memory they and the training may take ${needed} GB of the ${limit} GB of this host`,
  );
  return true;
}

/** A small table can leave one side empty on every host; the error measured on no rows would read as 0. */
async function checkSides({ train, validation, range }: Share | StreamedShare, group: HostGroup): Promise<void> {
  const [trainRows, validationRows] = await group.maximum([
    countRows(train),
    validation === undefined ? 1 : countRows(validation),
  ]);
  if (trainRows > 0 && validationRows > 0) return;
  throw new UserError(
    `With ${range.total} rows in the table, share() leaves none to ${trainRows === 0 ? 'learn from' : 'measure the error on'}. Change validation or seed, or use a larger table.`,
  );
}

function describeSides(train: Rows | StreamedRows, validation: Rows | StreamedRows): string {
  return `share: ${countRows(train)} rows to learn from, ${countRows(validation)} to measure the error on`;
}

function checkOptions(
  { validation = 0, seed: givenSeed, stream = false }: ShareOptions,
  { validationTable }: SourceSettings,
): Required<ShareOptions> {
  const seed = givenSeed ?? 42;
  const problems: string[] = [];
  if (validation !== 0 && validationTable !== undefined) {
    problems.push(`the job measures the error on ${validationTable}, so leave validation out`);
  }
  if (!(validation >= 0 && validation < 1)) problems.push(`validation must be from 0 to below 1, not ${validation}`);
  if (validation === 0 && givenSeed !== undefined) {
    problems.push('seed chooses the rows that validation keeps aside, so give validation, too, or leave seed out');
  }
  if (!Number.isInteger(seed)) problems.push(`seed must be a whole number, not ${seed}`);
  if (![true, false, 'when-needed'].includes(stream)) {
    problems.push(`stream must be true, false or 'when-needed', not ${JSON.stringify(stream)}`);
  }
  if (problems.length > 0) throw new UserError(`share() cannot split the rows: ${problems.join('; ')}.`);
  return { validation, seed, stream };
}

function withoutClose({ manifest, plan }: SelectedTable): ManifestMessage {
  return { manifest, plan };
}
