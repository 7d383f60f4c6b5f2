import { UserError } from 'kernel-helpers/errors';
import { withNearestName } from 'kernel-helpers/snowflake/catalog/missing-name';
import type { ResultManifest } from 'kernel-helpers/snowflake/result/manifest';
import { openSession } from 'kernel-helpers/snowflake/session/open-session';
import { columnsSelect, trainingSelect } from 'kernel-helpers/snowflake/statement/training-select';
import { rowProblems } from 'kernel-helpers/training-contract/index';
import type { SourceSettings } from '../settings';
import { type CheckedColumns, checkColumns } from './check-columns';
import type { ManifestMessage } from './manifest-message';
import { planRows } from './plan-rows';

/** A query that has run and whose rows are not read yet; its files can be read until it is closed. */
export interface SelectedTable extends ManifestMessage {
  /** The rows of the validation table, if the job has one; the same plan goes for them. */
  readonly validation?: ResultManifest;
  close(): Promise<void>;
}

/**
 * Runs the one query of a job, and one for its validation table.
 * @throws UserError where a table or a column is missing, or a column holds neither numbers nor texts.
 */
export async function selectTable(
  source: SourceSettings,
  objective: string | undefined,
  signal: AbortSignal,
): Promise<SelectedTable> {
  const session = await openSession(source, signal, source.jobName);
  const run = (sqlText: string): Promise<ResultManifest> => session.run({ sqlText, signal });
  try {
    const selected = await selectRows(source, objective, run, signal);
    return { ...selected, close: () => session.close() };
  } catch (error) {
    const explained = await withNearestName(session, error, { role: source.role });
    await session.close();
    throw explained;
  }
}

async function selectRows(
  source: SourceSettings,
  objective: string | undefined,
  run: (sqlText: string) => Promise<ResultManifest>,
  signal: AbortSignal,
): Promise<Omit<SelectedTable, 'close'>> {
  const { table, features, validationTable } = source;
  const choice = { ...source, objective };
  // Chosen columns are found by their names in the table first, so that no others are read.
  const chosen =
    features === undefined ? undefined : checkColumns((await run(columnsSelect(table))).columns, table, choice);
  const manifest = await run(trainingSelect(table, chosen && namesOf(chosen)));
  checkRows(table, manifest);
  const found = chosen ?? checkColumns(manifest.columns, table, choice);
  const validation =
    validationTable === undefined ? undefined : await selectSame(validationTable, found, objective, run);
  const tables = validationTable === undefined ? [table] : [table, validationTable];
  return { manifest, validation, plan: await planRows(found, tables, run, signal) };
}

/** The same columns of the validation table. */
async function selectSame(
  table: string,
  { target, features, weight }: CheckedColumns,
  objective: string | undefined,
  run: (sqlText: string) => Promise<ResultManifest>,
): Promise<ResultManifest> {
  const { columns } = await run(columnsSelect(table));
  const choice = { target: target.name, features: features.map(({ name }) => name), weight: weight?.name, objective };
  const found = checkColumns(columns, table, choice);
  const manifest = await run(trainingSelect(table, namesOf(found)));
  checkRows(table, manifest);
  // The plan names columns as the first table spells them.
  const spelling = [...features, target, ...(weight === undefined ? [] : [weight])];
  return { ...manifest, columns: manifest.columns.map((column, index) => ({ ...column, name: spelling[index].name })) };
}

function namesOf({ features, target, weight }: CheckedColumns): string[] {
  return [...features, target, ...(weight === undefined ? [] : [weight])].map(({ name }) => name);
}

function checkRows(table: string, { rowCount }: ResultManifest): void {
  const problems = rowProblems(table, rowCount, 1);
  if (problems.length > 0) throw new UserError(problems.join('\n'));
}
