import { DATA_HYPERPARAMETERS, type DEFAULT_SCRIPT_HYPERPARAMETERS, rowSource } from '../../training-contract/index';
import { quoteIfNeeded } from '../../training-contract/quoted-text';
import type { TrainingJobOptions } from './options';

/** SageMaker's limit for the value of a hyperparameter (API reference, CreateTrainingJob, HyperParameters). */
const LONGEST_VALUE = 2500;

/** The option's name among the hyperparameters of the image's own script. */
const FOLDS = 'folds' satisfies keyof typeof DEFAULT_SCRIPT_HYPERPARAMETERS;

/** The rows of a job as SQL names them: a table, or a query in parentheses. */
export function rowsOf({ table, query }: Pick<TrainingJobOptions, 'table' | 'query'>): string {
  return rowSource({ table, query: query?.replace(/[\s;]+$/, '') });
}

/** The hyperparameters by which a job learns which rows it reads, beside the table and the target in its environment. */
export function dataTexts({
  query,
  features,
  weight,
  validationTable,
}: TrainingJobOptions): Readonly<Record<string, string>> {
  const texts: Readonly<Record<string, string | undefined>> = {
    [DATA_HYPERPARAMETERS.query]: query,
    [DATA_HYPERPARAMETERS.features]: features === undefined ? undefined : JSON.stringify(features),
    [DATA_HYPERPARAMETERS.weight]: weight,
    [DATA_HYPERPARAMETERS.validationTable]: validationTable,
  };
  const given = Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(given.map(([name, text]) => [name, quoteIfNeeded(text)]));
}

/** The job's hyperparameters, with the options that the image's own script takes as such. */
export function scriptHyperparameters({
  folds,
  hyperparameters = {},
}: TrainingJobOptions): Readonly<Record<string, unknown>> {
  return { ...hyperparameters, ...(folds !== undefined && { [FOLDS]: folds }) };
}

/** What is wrong with the option `folds`, whatever its value. */
export function foldsProblems({ folds, entryPoint, sourceDir, hyperparameters = {} }: TrainingJobOptions): string[] {
  if (folds === undefined) return [];
  return [
    ...(entryPoint === undefined && sourceDir === undefined
      ? []
      : ["The option folds is for the image's own script. Leave it out, or leave out entryPoint and sourceDir."]),
    ...(hyperparameters[FOLDS] === undefined ? [] : ['Give folds as an option or as a hyperparameter, not both.']),
  ];
}

/** What is wrong with them, whatever the table holds. */
export function dataProblems(options: TrainingJobOptions): string[] {
  const { features, weight, hyperparameters = {} } = options;
  const given = Object.values(DATA_HYPERPARAMETERS).filter((name) => hyperparameters[name] !== undefined);
  const isList = Array.isArray(features) && features.length > 0 && features.every((name) => isName(name));
  const long = Object.entries(dataTexts(options)).filter(([, text]) => text.length > LONGEST_VALUE);
  return [
    ...given.map((name) => `Hyperparameter "${name}" is an option of its own: trainingJob({ ${optionOf(name)}: … }).`),
    ...(features === undefined || isList ? [] : ['features must be a list of column names.']),
    ...(weight === undefined || isName(weight) ? [] : ['weight must be the name of a column.']),
    ...long.map(
      ([name]) =>
        `${optionOf(name)} is longer than the ${LONGEST_VALUE} characters that SageMaker takes. Make a view, and train on it.`,
    ),
  ];
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function optionOf(name: string): string {
  return name === DATA_HYPERPARAMETERS.validationTable ? 'validationTable' : name;
}
