import { UserError } from 'kernel-helpers/errors';
import { withNearestName } from 'kernel-helpers/snowflake/catalog/missing-name';
import { openSession } from 'kernel-helpers/snowflake/session/open-session';
import { trainingSelect } from 'kernel-helpers/snowflake/statement/training-select';
import { rowProblems } from 'kernel-helpers/training-contract/index';
import type { SourceSettings } from '../settings';
import { checkColumns } from './check-columns';
import type { ManifestMessage } from './manifest-message';
import { planOfNumbers } from './row-plan';

/** A query that has run and whose rows are not read yet; its files can be read until it is closed. */
export interface SelectedTable extends ManifestMessage {
  close(): Promise<void>;
}

/**
 * Runs the one query of a job, with the table's columns in their order.
 * @throws UserError where the table or the target column is missing, or a column holds no numbers.
 */
export async function selectTable(source: SourceSettings, signal: AbortSignal): Promise<SelectedTable> {
  const { table, target, role, jobName } = source;
  const session = await openSession(source, signal, jobName);
  try {
    const manifest = await session.run({ sqlText: trainingSelect(table), signal });
    const targetName = checkColumns(manifest.columns, table, target);
    const problems = rowProblems(table, manifest.rowCount, 1);
    if (problems.length > 0) throw new UserError(problems.join('\n'));
    const names = manifest.columns.map(({ name }) => name);
    return { manifest, plan: planOfNumbers(names, targetName), close: () => session.close() };
  } catch (error) {
    const explained = await withNearestName(session, error, { role });
    await session.close();
    throw explained;
  }
}
