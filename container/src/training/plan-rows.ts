import { UserError } from 'kernel-helpers/errors';
import type { ResultManifest } from 'kernel-helpers/snowflake/result/manifest';
import { readColumns } from 'kernel-helpers/snowflake/result/read-columns';
import { wordsSelect } from 'kernel-helpers/snowflake/statement/training-select';
import { isTextColumn, MAX_CATEGORIES, rowsInWords } from 'kernel-helpers/training-contract/index';
import type { CheckedColumns } from './check-columns';
import type { PlannedFeature, RowPlan } from './row-plan';

/**
 * Plans how rows become numbers. Columns of texts become categories: one small query for each of them and each table
 * lists their texts, so that a validation table may hold others than the first.
 */
export async function planRows(
  { target, features, weight }: CheckedColumns,
  tables: readonly string[],
  run: (sqlText: string) => Promise<ResultManifest>,
  signal: AbortSignal,
): Promise<RowPlan> {
  const wordsOf = async (column: string): Promise<readonly string[]> => {
    const words = new Set<string>();
    for (const table of tables) {
      const manifest = await run(wordsSelect(table, column, MAX_CATEGORIES + 1));
      const [found] = await readColumns(manifest, { signal });
      if (found.kind === 'text') for (const word of found.values) words.add(word);
    }
    if (words.size > MAX_CATEGORIES) throw new UserError(tooManyWords(column, tables[0]));
    // By code unit, so that every host and every run has the same order.
    return [...words].toSorted();
  };
  const planned: PlannedFeature[] = [];
  for (const column of features) {
    const { name } = column;
    planned.push(
      isTextColumn(column)
        ? { name, encoding: 'category', categories: await wordsOf(name) }
        : { name, encoding: 'number' },
    );
  }
  return {
    target: target.name,
    ...(isTextColumn(target) && { classes: await wordsOf(target.name) }),
    features: planned,
    ...(weight !== undefined && { weight: weight.name }),
  };
}

function tooManyWords(column: string, table: string): string {
  return `Column ${column} of ${rowsInWords(table)} holds more than ${MAX_CATEGORIES} different texts, so they are not categories. Name the features to learn from without it.`;
}
