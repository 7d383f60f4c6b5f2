import { UserError } from '../errors';
import { unquote } from './quoted-text';

/** Hyperparameters that say which rows a job learns from. */
export const DATA_HYPERPARAMETERS = {
  /** The table, where the environment names none. */
  table: 'table',
  /** A query in place of a table. */
  query: 'query',
  /** The column to predict, where the environment names none. */
  target: 'target',
  /** Names of the columns to learn from: a JSON list, or names with commas between them. */
  features: 'features',
  /** The column that says how much each row counts. */
  weight: 'weight',
  /** The table whose rows measure the error. */
  validationTable: 'validation_table',
} as const;

/** Which rows a job learns from, as far as its hyperparameters say so. */
export interface JobData {
  readonly table?: string;
  /** Without a semicolon at its end. */
  readonly query?: string;
  readonly target?: string;
  /** In the order in which the model takes them. */
  readonly features?: readonly string[];
  readonly weight?: string;
  readonly validationTable?: string;
}

const NAMES: readonly string[] = Object.values(DATA_HYPERPARAMETERS);

export function isDataHyperparameter(name: string): boolean {
  return NAMES.includes(name);
}

/** @throws UserError that lists every problem. */
export function parseJobData(given: Readonly<Record<string, unknown>>): JobData {
  const problems: string[] = [];
  const textOf = (name: string): string | undefined => {
    const value = given[name];
    if (value === undefined) return undefined;
    const read = unquote(value);
    const text = typeof read === 'string' ? read.trim() : '';
    if (text !== '') return text;
    problems.push(`Hyperparameter "${name}" must be a text, not ${JSON.stringify(value)}.`);
    return undefined;
  };
  const query = textOf(DATA_HYPERPARAMETERS.query);
  if (query !== undefined) for (const problem of queryProblems(query)) problems.push(problem);
  const features = given[DATA_HYPERPARAMETERS.features];
  const names = features === undefined ? undefined : readNames(features);
  if (features !== undefined && names === undefined) {
    problems.push(`Hyperparameter "features" must be a list of column names, not ${JSON.stringify(features)}.`);
  }
  const data: JobData = {
    table: textOf(DATA_HYPERPARAMETERS.table),
    query: query?.replace(/[\s;]+$/, ''),
    target: textOf(DATA_HYPERPARAMETERS.target),
    features: names,
    weight: textOf(DATA_HYPERPARAMETERS.weight),
    validationTable: textOf(DATA_HYPERPARAMETERS.validationTable),
  };
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  return data;
}

/** Why a text cannot be the query of a job. */
export function queryProblems(query: unknown): string[] {
  if (typeof query === 'string' && /^\s*(?:select|with)\b/i.test(query)) return [];
  return [`query must be one SELECT, such as "select medinc, value from houses", not ${JSON.stringify(query)}.`];
}

/** `["A", "B"]` or `A, B`. */
function readNames(given: unknown): readonly string[] | undefined {
  const read = unquote(given);
  const list = typeof read === 'string' ? listOf(read) : read;
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const names = list.filter((name): name is string => typeof name === 'string' && name.trim() !== '');
  return names.length === list.length ? names : undefined;
}

function listOf(text: string): unknown {
  if (!text.trim().startsWith('[')) return text.split(',').map((name) => name.trim());
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
