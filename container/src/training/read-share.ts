import type { ShareRange } from 'kernel-helpers/training-contract/index';
import { type RowFile, rowCountOf } from '../xgboost/row-file';
import { checkValues } from './check-values';
import type { ManifestMessage } from './manifest-message';
import { batchWidth } from './rows/cell-reader';
import { decodeShare } from './rows/decode-share';
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
  readonly stop: AbortSignal;
}

/** Reads a share into memory. */
export async function holdShare(request: ShareRequest): Promise<Share> {
  const { range, message } = request;
  const makeRows = (): HeldRows => new HeldRows(batchWidth(message.plan), range.to - range.from);
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
  { message, range, validation, seed, table, stop }: ShareRequest,
  makeSink: () => Sink,
): Promise<{ readonly train: Sink; readonly validation?: Sink }> {
  const train = makeSink();
  const kept = validation === 0 ? undefined : makeSink();
  const sides = { train, ...(kept !== undefined && { validation: { sink: kept, part: validation, seed } }) };
  const counts = await decodeShare(message, range, sides, stop);
  const { manifest, plan } = message;
  const isBoolean = manifest.columns.some(({ name, wireType }) => name === plan.target && wireType === 'boolean');
  checkValues(counts, plan, { table, isBoolean });
  return { train, validation: kept };
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
