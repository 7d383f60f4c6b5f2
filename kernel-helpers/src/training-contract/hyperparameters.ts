import { UserError } from '../errors';
import { nearestName } from '../nearest-name';
import { SCRIPT_HYPERPARAMETERS } from './environment';
import { type AnyValue, describeRule, readValue, type ValueOf } from './hyperparameter-rules';
import { HYPERPARAMETER_ALIASES, HYPERPARAMETER_RULES } from './xgboost-parameters';

type Rules = typeof HYPERPARAMETER_RULES;
export type HyperparameterName = keyof Rules;

/** XGBoost's hyperparameters under XGBoost's names, and `num_round` and `early_stopping_rounds`. */
export type Hyperparameters = { readonly [Name in keyof Rules]?: ValueOf<Rules[Name]> };

/** Names of values that AWS's SDK for Python and its training toolkit add begin with it (`sagemaker_job_name`, …). */
const TOOLKIT_PREFIX = 'sagemaker_';

/**
 * Says what is wrong with hyperparameters, one sentence for each problem; an empty list if nothing is wrong.
 * XGBoost itself accepts a misspelt name in silence, so this runs before anything is started and again in the container.
 */
export function checkHyperparameters(given: Readonly<Record<string, unknown>>): readonly string[] {
  return readHyperparameters(given).problems;
}

/**
 * Hyperparameters with their types, from what a cell or `hyperparameters.json` (texts only) gave.
 * Aliases get their main name. Names that begin with `sagemaker_` are left out.
 * @throws UserError that lists every problem.
 */
export function parseHyperparameters(given: Readonly<Record<string, unknown>>): Hyperparameters {
  const { values, problems } = readHyperparameters(given);
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  return values;
}

/** A value as SageMaker carries it: a text. Lists become JSON. */
export function hyperparameterText(value: AnyValue): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function readHyperparameters(given: Readonly<Record<string, unknown>>): {
  values: Hyperparameters;
  problems: readonly string[];
} {
  const values = new Map<HyperparameterName, AnyValue>();
  const problems: string[] = [];
  for (const [name, rawValue] of Object.entries(given)) {
    if (name.startsWith(TOOLKIT_PREFIX) || rawValue === undefined) continue;
    const mainName = resolveName(name);
    if (mainName === undefined) {
      problems.push(describeUnknownName(name));
      continue;
    }
    const rule = HYPERPARAMETER_RULES[mainName];
    const value = readValue(rule, unquote(rawValue));
    if (value === undefined) {
      problems.push(`Hyperparameter "${name}" must be ${describeRule(rule)}, not ${JSON.stringify(rawValue)}.`);
    } else if (values.has(mainName)) {
      problems.push(`Hyperparameter "${name}" is another name of "${mainName}". Give only one of them.`);
    } else {
      values.set(mainName, value);
    }
  }
  const read = Object.fromEntries(values) as Hyperparameters;
  return { values: read, problems: [...problems, ...checkTogether(read)] };
}

/** Problems that only several values together show. */
function checkTogether({ objective, num_class, quantile_alpha }: Hyperparameters): readonly string[] {
  const isMulticlass = objective?.startsWith('multi:') === true;
  if (isMulticlass && (num_class === undefined || num_class < 2)) {
    return [`Objective "${objective}" needs the number of classes. Set the hyperparameter "num_class" to 2 or more.`];
  }
  if (!isMulticlass && num_class !== undefined && num_class > 1) {
    return [
      `Hyperparameter "num_class" goes with the objectives multi:softmax and multi:softprob. Set one of them, or remove "num_class".`,
    ];
  }
  if (objective === 'reg:quantileerror' && quantile_alpha === undefined) {
    return [`Objective "${objective}" needs the quantiles. Set the hyperparameter "quantile_alpha", such as 0.5.`];
  }
  return [];
}

function resolveName(name: string): HyperparameterName | undefined {
  if (Object.hasOwn(HYPERPARAMETER_RULES, name)) return name as HyperparameterName;
  return Object.hasOwn(HYPERPARAMETER_ALIASES, name) ? HYPERPARAMETER_ALIASES[name] : undefined;
}

function describeUnknownName(name: string): string {
  const nearest = nearestName(name, [...Object.keys(HYPERPARAMETER_RULES), ...Object.keys(HYPERPARAMETER_ALIASES)]);
  return nearest === undefined
    ? `Hyperparameter "${name}" is unknown. XGBoost's names are listed at https://xgboost.readthedocs.io/en/release_3.2.0/parameter.html.`
    : `Hyperparameter "${name}" is unknown. Did you mean "${nearest}"?`;
}

/** AWS's SDK for Python writes every value as JSON: `"\"train.js\""`. */
export function unquote(value: unknown): unknown {
  if (typeof value !== 'string' || !/^".*"$/s.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch (error) {
    if (error instanceof SyntaxError) return value;
    throw error;
  }
}

/** The script that a job names; undefined if it names none. */
export function parseScriptHyperparameters(
  given: Readonly<Record<string, unknown>>,
): { readonly program: string; readonly submitDirectory: string } | undefined {
  const program = unquote(given[SCRIPT_HYPERPARAMETERS.program]);
  const submitDirectory = unquote(given[SCRIPT_HYPERPARAMETERS.submitDirectory]);
  if (program === undefined && submitDirectory === undefined) return undefined;
  if (typeof program !== 'string' || typeof submitDirectory !== 'string') {
    throw new UserError(
      `A training script needs both hyperparameters ${SCRIPT_HYPERPARAMETERS.program} (its file name) and ${SCRIPT_HYPERPARAMETERS.submitDirectory} (s3://…/sourcedir.tar.gz). Set both, or neither to run the built-in training.`,
    );
  }
  return { program, submitDirectory };
}
