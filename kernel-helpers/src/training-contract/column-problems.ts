import { isUserError } from '../errors';
import { findName } from '../find-names';
import { nearestName } from '../nearest-name';
import { rowsAtStart, rowsInWords } from './row-source';
import { columnName, viewAdvice, withColumns, withoutColumns } from './view-advice';

/** A column as Snowflake describes it. */
export interface TrainingColumn {
  readonly name: string;
  /** Snowflake's name of the type, with or without its sizes: `FLOAT`, `NUMBER(38,0)`, `VARCHAR(20)`. */
  readonly type: string;
}

/** Which columns a job uses. Names are found in the same way as everywhere: exactly, or the only one of another case. */
export interface ColumnChoice {
  readonly target: string;
  /** @default every column but the target and the weight */
  readonly features?: readonly string[];
  readonly weight?: string;
  readonly objective?: string;
}

/** The columns that a job uses, as far as they are found. */
export interface ChosenColumns {
  readonly target?: TrainingColumn;
  /** In the order in which the model takes them. */
  readonly features: readonly TrainingColumn[];
  readonly weight?: TrainingColumn;
  /** One sentence for each problem, with SQL that fixes it. */
  readonly problems: readonly string[];
}

const NUMBERS = /^(?:NUMBER|FLOAT|BOOLEAN)\b/;
const TEXTS = /^(?:VARCHAR|CHAR|STRING|TEXT)/;
/** Objectives whose target may be a text: the name of a class. */
const CLASSES = /^(?:binary|multi):/;

/** True for a column of texts, which a model takes as categories. */
export function isTextColumn({ type }: TrainingColumn): boolean {
  return TEXTS.test(type);
}

/** True for a column that a model takes as numbers. */
export function isNumberColumn({ type }: TrainingColumn): boolean {
  return NUMBERS.test(type);
}

/** Finds the columns of a job, and says why XGBoost cannot train on them. */
export function chooseColumns(columns: readonly TrainingColumn[], rows: string, choice: ColumnChoice): ChosenColumns {
  const names = columns.map(({ name }) => name);
  const problems: string[] = [];
  const find = (wanted: string, role: string): TrainingColumn | undefined => {
    try {
      const name = findName(wanted, names);
      if (name === undefined) problems.push(missingColumn(names, rows, wanted, role));
      return columns.find((column) => column.name === name);
    } catch (error) {
      if (!isUserError(error)) throw error;
      problems.push(error.message);
      return undefined;
    }
  };
  const twice = names.filter((name, index) => names.indexOf(name) < index);
  if (twice.length > 0)
    problems.push(`${rowsAtStart(rows)} has more than one column ${[...new Set(twice)].join(', ')}.`);
  const target = find(choice.target, 'predict');
  const weight = choice.weight === undefined ? undefined : find(choice.weight, 'weigh its rows by');
  const features =
    choice.features === undefined
      ? columns.filter(({ name }) => name !== target?.name && name !== weight?.name)
      : choice.features.flatMap((name) => find(name, 'learn from') ?? []);
  const all = [
    ...problems,
    ...(choice.features === undefined ? [] : choiceProblems(features, target, weight)),
    ...(target === undefined ? [] : targetProblems(target, rows, choice.objective)),
    ...(weight === undefined ? [] : weightProblems(weight, target, rows)),
    ...unusableFeatures(features, rows),
    ...(features.length === 0 && target !== undefined && choice.features === undefined
      ? [`${rowsAtStart(rows)} has only one column, so there is nothing to predict it from.`]
      : []),
  ];
  return { target, features, weight, problems: all };
}

function choiceProblems(
  features: readonly TrainingColumn[],
  target: TrainingColumn | undefined,
  weight: TrainingColumn | undefined,
): string[] {
  const names = features.map(({ name }) => name);
  const twice = new Set(names.filter((name, index) => names.indexOf(name) < index));
  return [
    ...(twice.size > 0 ? [`The features name ${[...twice].join(', ')} more than once.`] : []),
    ...(target !== undefined && names.includes(target.name)
      ? [`The features contain the target ${target.name}, which a model would only repeat. Take it out.`]
      : []),
    ...(weight !== undefined && names.includes(weight.name)
      ? [`The features contain the weight ${weight.name}. Take it out of one of both.`]
      : []),
  ];
}

function missingColumn(names: readonly string[], rows: string, wanted: string, role: string): string {
  const nearest = nearestName(wanted, names);
  const advice = nearest === undefined ? `Its columns are ${names.join(', ')}.` : `Did you mean ${nearest}?`;
  return `${rowsAtStart(rows)} has no column ${wanted} to ${role}. ${advice}`;
}

function targetProblems(target: TrainingColumn, rows: string, objective = ''): string[] {
  if (NUMBERS.test(target.type) || (isTextColumn(target) && CLASSES.test(objective))) return [];
  const { name, type } = target;
  const column = columnName(name);
  const problem = `XGBoost predicts numbers, but the target column ${name} of ${rowsInWords(rows)} is ${type}.`;
  if (!isTextColumn(target)) return [`${problem} Choose another target, or turn it into a number in a view.`];
  const numbers = viewAdvice(rows, 'numbers', withColumns(new Map([[name, `try_cast(${column} as float)`]])));
  return [
    `${problem} If its texts name classes, set the objective multi:softprob, or binary:logistic for two classes. If they are numbers, train on a view: ${numbers}`,
  ];
}

function weightProblems(weight: TrainingColumn, target: TrainingColumn | undefined, rows: string): string[] {
  return [
    ...(weight.name === target?.name ? [`The target ${weight.name} cannot be the weight, too.`] : []),
    ...(NUMBERS.test(weight.type) && !weight.type.startsWith('BOOLEAN')
      ? []
      : [`The weight must be numbers, but column ${weight.name} of ${rowsInWords(rows)} is ${weight.type}.`]),
  ];
}

function unusableFeatures(features: readonly TrainingColumn[], rows: string): string[] {
  const unusable = features.filter((column) => !NUMBERS.test(column.type) && !isTextColumn(column));
  if (unusable.length === 0) return [];
  const list = unusable.map(({ name, type }) => `${name} (${type})`).join(', ');
  const view = viewAdvice(rows, 'numbers', withoutColumns(unusable.map(({ name }) => name)));
  return [
    `XGBoost needs numbers or texts, but these columns of ${rowsInWords(rows)} hold none: ${list}. Train on a view that turns them into numbers or leaves them out: ${view}`,
  ];
}
