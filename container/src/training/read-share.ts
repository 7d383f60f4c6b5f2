import type { ShareRange } from 'kernel-helpers/training-contract/index';
import { type RowFile, rowCountOf } from '../xgboost/row-file';
import { checkValues } from './check-values';
import type { ManifestMessage } from './manifest-message';
import type { RowPlan } from './row-plan';
import type { ValueCounts } from './rows/count-values';
import { decodeShare, type Sides } from './rows/decode-share';
import { batchWidth } from './rows/float-columns';
import { HeldRows } from './rows/held-rows';
import type { RowSink } from './rows/row-batch';
import { RowFileWriter } from './rows/row-file-writer';
import type { Rows, Share, StreamedRows, StreamedShare } from './share';

export interface ShareRequest {
  readonly message: ManifestMessage;
  readonly range: ShareRange;
  /** Part of the rows to keep aside, and the seed that chooses them. */
  readonly validation: number;
  readonly seed: number;
  /** As the user named it, for messages. */
  readonly table: string;
  /** The rows of the validation table, if the job has one. */
  readonly measured?: MeasuredRows;
  readonly stop: AbortSignal;
  readonly log: (text: string) => void;
}

/** This host's share of the table whose rows measure the error. */
export interface MeasuredRows {
  readonly message: ManifestMessage;
  readonly range: ShareRange;
  readonly table: string;
}

/** Reads a share into memory. */
export async function holdShare(request: ShareRequest): Promise<Share> {
  const makeRows = (mostRows: number): HeldRows => new HeldRows(batchWidth(request.message.plan), mostRows);
  const { train, validation } = await readSides(request, makeRows);
  return {
    ...factsOf(request),
    train: rowsOf(train, request),
    ...(validation !== undefined && { validation: rowsOf(validation, request) }),
  };
}

/** Reads a share into files in the folder. */
export async function streamShare(request: ShareRequest, folder: string): Promise<StreamedShare> {
  const writers: RowFileWriter[] = [];
  const close = (): void => {
    for (const writer of writers) writer.close();
  };
  const makeWriter = (): RowFileWriter => {
    const writer = new RowFileWriter(batchWidth(request.message.plan), folder);
    writers.push(writer);
    return writer;
  };
  try {
    const { train, validation } = await readSides(request, makeWriter);
    return {
      ...factsOf(request),
      train: streamedRows(train.finish()),
      ...(validation !== undefined && { validation: streamedRows(validation.finish()) }),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

async function readSides<Sink extends RowSink>(
  request: ShareRequest,
  makeSink: (mostRows: number) => Sink,
): Promise<{ readonly train: Sink; readonly validation?: Sink }> {
  const { range, validation, seed, measured } = request;
  const train = makeSink(rowCountIn(range));
  if (measured !== undefined) {
    await readRows(request, { train }, request);
    const kept = makeSink(rowCountIn(measured.range));
    await readRows(measured, { train: kept }, request);
    return { train, validation: kept };
  }
  const kept = validation === 0 ? undefined : makeSink(rowCountIn(range));
  await readRows(request, { train, ...(kept && { validation: { sink: kept, part: validation, seed } }) }, request);
  return { train, validation: kept };
}

/** Reads, checks, and says which values are missing. */
async function readRows(
  { message, range, table }: MeasuredRows,
  sides: Sides,
  { stop, log }: Pick<ShareRequest, 'stop' | 'log'>,
): Promise<void> {
  const counts = await decodeShare(message, range, sides, stop);
  const { manifest, plan } = message;
  const isBoolean = manifest.columns.some(({ name, wireType }) => name === plan.target && wireType === 'boolean');
  // The advice for a text is the advice for a boolean: neither is ever infinite.
  checkValues(counts, plan, { table, isBoolean: isBoolean || plan.classes !== undefined });
  const missing = describeMissing(counts, plan);
  if (missing !== undefined) log(missing);
}

function rowCountIn({ from, to }: ShareRange): number {
  return to - from;
}

function describeMissing({ missingFeatures, rowCount }: ValueCounts, { features }: RowPlan): string | undefined {
  const parts = features.flatMap(({ name }, index) =>
    missingFeatures[index] === 0 ? [] : [`${name} in ${missingFeatures[index]}`],
  );
  if (parts.length === 0) return undefined;
  return `share: of ${rowCount} rows, these have no value: ${parts.join(', ')}. XGBoost learns where such rows go`;
}

function rowsOf({ columns }: HeldRows, { message }: ShareRequest): Rows {
  const { features, weight } = message.plan;
  const { length } = features;
  return {
    columns: columns.slice(0, length),
    labels: columns[length],
    ...(weight !== undefined && { weights: columns[length + 1] }),
  };
}

function streamedRows(file: RowFile): StreamedRows {
  return { rowCount: rowCountOf(file), file };
}

function factsOf({ message, range }: ShareRequest): Omit<Share, 'train' | 'validation'> {
  const { features, target, classes } = message.plan;
  const categories = features.flatMap((feature): [string, readonly string[]][] =>
    feature.encoding === 'category' ? [[feature.name, feature.categories]] : [],
  );
  return {
    features: features.map(({ name }) => name),
    target,
    ...(categories.length > 0 && { categories: Object.fromEntries(categories) }),
    ...(classes !== undefined && { classes }),
    range,
  };
}
