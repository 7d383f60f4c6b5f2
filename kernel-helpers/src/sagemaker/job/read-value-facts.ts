import type { Snowflake } from '../../snowflake/snowflake';
import { rowsAsSql } from '../../snowflake/statement/training-select';
import {
  columnName,
  type Hyperparameters,
  isTextColumn,
  LARGEST_NUMBER,
  labelRule,
  ruleAsSql,
  type TrainingColumn,
  type ValueFacts,
  type ValueQuestion,
  type WordCount,
} from '../../training-contract/index';

export interface ValuesToRead {
  readonly table: string;
  readonly features: readonly TrainingColumn[];
  readonly target: TrainingColumn;
  readonly hyperparameters: Hyperparameters;
}

export interface ReadFacts {
  readonly facts: ValueFacts;
  readonly question: ValueQuestion;
  /** How many different texts the columns of texts hold. */
  readonly words: { readonly features: readonly WordCount[]; readonly classes?: WordCount };
}

/** Reads facts about a table's values with one aggregate query, and says what the job requires of them. */
export async function readValueFacts(
  snowflake: Snowflake,
  { table, features, target, hyperparameters }: ValuesToRead,
): Promise<ReadFacts> {
  const isText = isTextColumn(target);
  const rule = isText ? undefined : labelRule(hyperparameters);
  const isBoolean = isOfType(target, 'BOOLEAN');
  const floats = features.filter((column) => isOfType(column, 'FLOAT'));
  const texts = [...features, target].filter(isTextColumn);
  const name = columnName(target.name);
  // The texts of classes become numbers when they are read, each of them a right one.
  const label = isText ? '0' : isBoolean ? `${name}::int` : name;
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
    ...texts.map((column) => `count(distinct ${columnName(column.name)})`),
  ];
  const aliased = selected.map((expression, index) => `${expression} as V${index}`).join(', ');
  const result = await (await snowflake.execute(`select ${aliased} from ${rowsAsSql(table)}`)).read();
  const [row] = result.toRows();
  const numbers = selected.map((_, index) => Number(row[`V${index}`]));
  const [rowCount, missing, infinite, outside, lowest, highest, ...rest] = numbers;
  const counts = texts.map((column, index) => ({ name: column.name, count: rest[floats.length + index] }));
  const infiniteFeatures = floats
    .map((column, index) => ({ name: column.name, count: rest[index] }))
    .filter(({ count }) => count > 0);
  return {
    facts: { rowCount, missing, infinite, outside, lowest, highest, infiniteFeatures },
    question: {
      table,
      target: target.name,
      isBoolean: isBoolean || isText,
      objective: hyperparameters.objective ?? '',
      rule,
    },
    words: {
      features: counts.filter(({ name: one }) => one !== target.name),
      classes: counts.find(({ name: one }) => one === target.name),
    },
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
