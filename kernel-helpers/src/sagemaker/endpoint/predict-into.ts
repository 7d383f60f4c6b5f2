import { UserError } from '../../errors';
import type { ModelColumns } from '../../model-input/feature-matrix';
import { inSchema, likePattern } from '../../snowflake/catalog/show-table';
import type { LoadReport } from '../../snowflake/load/load-report';
import type { WriteTableOptions } from '../../snowflake/load/write-table';
import type { Snowflake } from '../../snowflake/snowflake';
import { nameParts, quoteText } from '../../snowflake/statement/identifiers';
import type { Surroundings } from '../../surroundings';
import { Table } from '../../table/columnar-table';
import type { Column } from '../../table/table';
import { describeEndpoint } from './endpoint-api';
import { inOrder } from './in-order';
import { predict } from './predict';
import { predictClasses } from './predict-parts';
import { type PredictionRows, type RowsToPredict, rowsToPredict } from './rows-to-predict';

export interface PredictIntoOptions {
  /** The connection that reads the rows and writes the table. */
  readonly snowflake: Snowflake;
  /** A table or view by its name, the text of a query, a Table or a DataFrame. */
  readonly from: PredictionRows;
  /** Columns that tell the rows apart. @default all that are neither a feature of the model nor its target */
  readonly keys?: readonly string[];
  /** The name of each row's likeliest class in place of numbers. */
  readonly classes?: boolean;
  /** What happens when the table exists. @default 'fail' */
  readonly ifExists?: NonNullable<WriteTableOptions['ifExists']>;
  readonly signal?: AbortSignal;
}

/** Requests at the same time. A machine of an endpoint answers in as many processes as it has processors. */
const REQUESTS_AT_ONCE = 4;

/** An endpoint that is changed goes on answering with what it had (developer guide, "Update models in production"). */
const ANSWERS = new Set(['InService', 'Updating', 'SystemUpdating', 'RollingBack']);

/** The endpoint that is asked, and what is known of its model. */
export interface AskedEndpoint {
  readonly name: string;
  readonly model: ModelColumns;
}

/**
 * Reads rows, asks an endpoint about them and writes its answers beside their keys into a table. All problems of endpoint,
 * columns and table are told before a row is read; after a failure or an interrupt the table is as it was before.
 */
export async function predictInto(
  endpoint: AskedEndpoint,
  table: string,
  { snowflake, from, keys, classes = false, ifExists = 'fail' }: PredictIntoOptions,
  { signal, say, progress }: Surroundings,
): Promise<LoadReport> {
  const { model } = endpoint;
  const [rows] = await Promise.all([
    rowsToPredict(from, keys, { snowflake, model, signal }),
    checkEndpoint(endpoint.name, signal),
    ifExists === 'fail' ? checkIsNew(snowflake, table, signal) : undefined,
  ]);
  const line = progress(`Predicting for ${table}`);
  try {
    const { rowCount, batches } = await rows.open(signal);
    if (rowCount === 0) throw new UserError(`There are no rows to predict, and ${table} was not changed.`);
    let done = 0;
    const tables = async function* (): AsyncGenerator<Table> {
      const ask = (batch: Table): Promise<Table> => predictBatch(endpoint, batch, rows, { classes, signal, say });
      for await (const predicted of inOrder(batches, REQUESTS_AT_ONCE, ask)) {
        done += predicted.rowCount;
        line.report(`${done.toLocaleString('en-US')} of ${rowCount.toLocaleString('en-US')} rows`);
        yield predicted;
      }
    };
    return await snowflake.writeTable(tables(), table, { ifExists, preserveCase: rows.isStored, signal });
  } finally {
    line.close();
  }
}

async function predictBatch(
  { name, model }: AskedEndpoint,
  batch: Table,
  { keys, features }: RowsToPredict,
  { classes, ...surroundings }: { readonly classes: boolean } & Pick<Surroundings, 'signal' | 'say'>,
): Promise<Table> {
  const asked = batch.select(...features);
  const answers = classes
    ? [classColumn(await predictClasses(name, asked, model, surroundings))]
    : scoreColumns(await predict(name, asked, model, surroundings), batch.rowCount, model);
  const beside = batch.select(...keys);
  const twice = beside.columnNames.find((key) => answers.some((answer) => answer.name === key));
  if (twice !== undefined) {
    throw new UserError(
      `The key ${twice} has the name of the predictions. Give it another name in a query: { from: 'select … as …' }.`,
    );
  }
  return new Table([...beside.columns, ...answers], { origin: batch.origin });
}

function classColumn(values: readonly string[]): Column {
  return { name: 'PREDICTION', type: 'VARCHAR', kind: 'text', nullable: false, values };
}

/** One column, or with `multi:softprob` one for each class. */
function scoreColumns(scores: Float64Array, rowCount: number, { classes }: ModelColumns): readonly Column[] {
  const count = scores.length / rowCount;
  return Array.from({ length: count }, (_, index) => ({
    name: count === 1 ? 'PREDICTION' : `PREDICTION_${classes?.[index] ?? index}`,
    type: 'FLOAT',
    kind: 'number',
    nullable: false,
    values: count === 1 ? scores : Float64Array.from({ length: rowCount }, (_row, row) => scores[row * count + index]),
  }));
}

async function checkEndpoint(name: string, signal: AbortSignal): Promise<void> {
  const found = await describeEndpoint(name, signal);
  const facts = { endpoint: name };
  if (found === undefined) {
    throw new UserError(`There is no endpoint ${name} (any more). Nothing was read.`, {
      facts,
      advice: 'Deploy the model: const endpoint = await job.deploy({ instance: … });',
    });
  }
  if (ANSWERS.has(found.status)) return;
  const why = found.failureReason === undefined ? '' : `: ${found.failureReason}`;
  throw new UserError(
    `The endpoint ${name} does not answer now, its status is ${found.status}${why}. Nothing was read.`,
    {
      facts,
      advice: found.status === 'Creating' ? 'Wait until it is InService.' : 'Delete it and deploy again.',
    },
  );
}

/** Predictions for a table that may not be written would be lost; SHOW needs no warehouse. */
async function checkIsNew(snowflake: Snowflake, table: string, signal: AbortSignal): Promise<void> {
  const parts = nameParts(table);
  const name = parts[parts.length - 1];
  const sqlText = `show objects like ${quoteText(likePattern(name))} ${inSchema(parts.slice(0, -1))}`;
  const shown = await (await snowflake.execute(sqlText, [], { signal })).read();
  if (!shown.toRows().some((row) => row.name === name)) return;
  throw new UserError(
    `Table ${table} exists already, and nothing was predicted. Pass { ifExists: 'replace' } to put these rows in place of its rows, or 'append' to add them.`,
    { facts: { table } },
  );
}
