import type { Snowflake } from '../../snowflake/snowflake';
import { identifier } from '../../snowflake/statement/identifiers';
import {
  columnName,
  type Hyperparameters,
  LARGEST_NUMBER,
  labelRule,
  ruleAsSql,
  type TrainingColumn,
  type ValueFacts,
  type ValueQuestion,
} from '../../training-contract/index';

export interface ValuesToRead {
  readonly table: string;
  readonly columns: readonly TrainingColumn[];
  readonly target: TrainingColumn;
  readonly hyperparameters: Hyperparameters;
}

/** Reads facts about a table's values with one aggregate query, and says what the job requires of them. */
export async function readValueFacts(
  snowflake: Snowflake,
  { table, columns, target, hyperparameters }: ValuesToRead,
): Promise<{ readonly facts: ValueFacts; readonly question: ValueQuestion }> {
  const rule = labelRule(hyperparameters);
  const isBoolean = isOfType(target, 'BOOLEAN');
  const floats = columns.filter((column) => column.name !== target.name && isOfType(column, 'FLOAT'));
  const name = columnName(target.name);
  const label = isBoolean ? `${name}::int` : name;
  const fits = `abs(${label}) <= ${LARGEST_NUMBER}`;
  const isOutside = rule === undefined ? 'false' : `${fits} and not (${ruleAsSql(label, rule)})`;
  const selected = [
    'count(*)',
    countWhere(isOfType(target, 'FLOAT') ? `${name} is null or ${name} = 'NaN'::float` : `${name} is null`),
    countWhere(isInfinite(target, label)),
    countWhere(isOutside),
    `min(case when ${fits} then ${label} end)`,
    `max(case when ${fits} then ${label} end)`,
    ...floats.map((column) => countWhere(isInfinite(column, columnName(column.name)))),
  ];
  const aliased = selected.map((expression, index) => `${expression} as V${index}`).join(', ');
  const result = await (await snowflake.execute(`select ${aliased} from ${identifier(table)}`)).read();
  const [row] = result.toRows();
  const numbers = selected.map((_, index) => Number(row[`V${index}`]));
  const [rowCount, missing, infinite, outside, lowest, highest, ...infinites] = numbers;
  const infiniteFeatures = floats
    .map((column, index) => ({ name: column.name, count: infinites[index] }))
    .filter(({ count }) => count > 0);
  return {
    facts: { rowCount, missing, infinite, outside, lowest, highest, infiniteFeatures },
    question: { table, target: target.name, isBoolean, objective: hyperparameters.objective ?? '', rule },
  };
}

/** NaN counts as missing; Snowflake treats it as larger than every number. */
function isInfinite(column: TrainingColumn, expression: string): string {
  if (!isOfType(column, 'FLOAT')) return 'false';
  return `abs(${expression}) > ${LARGEST_NUMBER} and ${expression} <> 'NaN'::float`;
}

function countWhere(condition: string): string {
  return `count(case when ${condition} then 1 end)`;
}

function isOfType({ type }: TrainingColumn, wanted: 'FLOAT' | 'BOOLEAN'): boolean {
  return type.startsWith(wanted);
}
