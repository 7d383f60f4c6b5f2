import { z } from 'zod';
import { UserError } from '../errors';
import { nearestName } from '../nearest-name';
import { isDataHyperparameter } from './data-hyperparameters';
import { type DeclaredHyperparameters, parseDeclared, ruleOf, TOOLKIT_PREFIX } from './declared-hyperparameters';
import { effectProblems } from './effect-problems';
import { SCRIPT_HYPERPARAMETERS } from './environment';
import { type AnyValue, describeRule, type Rule, readValue } from './hyperparameter-rules';
import { quoteIfNeeded, unquote } from './quoted-text';
import {
  HYPERPARAMETER_ALIASES,
  HYPERPARAMETER_RULES,
  type HyperparameterName,
  type Hyperparameters,
} from './xgboost-parameters';

const anyValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.array(z.number())]);

/** What the hyperparameters of a job say to XGBoost, and what to the training script. */
export interface JobHyperparameterValues {
  readonly hyperparameters: Hyperparameters;
  /** The values of what the script declares, with its defaults. */
  readonly settings: Readonly<Record<string, AnyValue>>;
}

/**
 * Says what is wrong with hyperparameters, one sentence for each problem; an empty list if nothing is wrong.
 * XGBoost itself accepts a misspelt name in silence, so this runs before anything is started and again in the container.
 * @param declared what the training script declares; undefined if that is not known: then no name is called unknown
 */
export function checkHyperparameters(
  given: Readonly<Record<string, unknown>>,
  declared: DeclaredHyperparameters | undefined,
): readonly string[] {
  return readHyperparameters(given, declared).problems;
}

/**
 * XGBoost's hyperparameters with their types, from what a cell or `hyperparameters.json` (texts only) gave.
 * Aliases get their main name. Names that begin with `sagemaker_` are left out.
 * @throws UserError that lists every problem.
 */
export function parseHyperparameters(given: Readonly<Record<string, unknown>>): Hyperparameters {
  return parseJobHyperparameters(given, {}).hyperparameters;
}

/**
 * The same for a job whose script declares hyperparameters of its own.
 * @param declared undefined if that is not known: then names that XGBoost does not know keep their values
 * @throws UserError that lists every problem with both kinds at once.
 */
export function parseJobHyperparameters(
  given: Readonly<Record<string, unknown>>,
  declared: DeclaredHyperparameters | undefined,
): JobHyperparameterValues {
  const { hyperparameters, settings, problems } = readHyperparameters(given, declared);
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  return { hyperparameters, settings };
}

/**
 * The hyperparameters that a script declares.
 * @throws UserError that lists everything that is wrong with the declaration.
 */
export function parseDeclaredHyperparameters(given: unknown): DeclaredHyperparameters {
  return parseDeclared(given, (name) => {
    if (isDataHyperparameter(name)) return 'what every job takes to find its rows';
    return resolveName(name) === undefined ? undefined : "XGBoost's hyperparameter";
  });
}

/** A value as SageMaker carries it: a text. Lists become JSON. */
export function hyperparameterText(value: AnyValue): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/**
 * Hyperparameters as texts under their main names, in the order in which they were given.
 * @throws UserError that lists every problem.
 */
export function hyperparameterTexts(
  given: Readonly<Record<string, unknown>>,
  declared: DeclaredHyperparameters | undefined,
): Readonly<Record<string, string>> {
  const { hyperparameters, settings } = parseJobHyperparameters(given, declared);
  const own = Object.entries(settings).filter(([name]) => given[name] !== undefined);
  const all = [...Object.entries(hyperparameters), ...own];
  return Object.fromEntries(all.map(([name, value]) => [name, quoteIfNeeded(hyperparameterText(value))]));
}

function readHyperparameters(
  given: Readonly<Record<string, unknown>>,
  declared: DeclaredHyperparameters | undefined,
): JobHyperparameterValues & { readonly problems: readonly string[] } {
  const values = new Map<HyperparameterName, AnyValue>();
  const settings = new Map<string, AnyValue>();
  const problems: string[] = [];
  const read = (name: string, rule: Rule, rawValue: unknown): AnyValue | undefined => {
    const value = readValue(rule, unquote(rawValue));
    if (value === undefined) {
      problems.push(`Hyperparameter "${name}" must be ${describeRule(rule)}, not ${JSON.stringify(rawValue)}.`);
    }
    return value;
  };
  for (const [name, rawValue] of Object.entries(given)) {
    if (name.startsWith(TOOLKIT_PREFIX) || isDataHyperparameter(name) || rawValue === undefined) continue;
    const mainName = resolveName(name);
    if (mainName !== undefined) {
      const value = read(name, HYPERPARAMETER_RULES[mainName], rawValue);
      if (value === undefined) continue;
      if (values.has(mainName)) {
        problems.push(`Hyperparameter "${name}" is another name of "${mainName}". Give only one of them.`);
      } else values.set(mainName, value);
    } else if (declared !== undefined && Object.hasOwn(declared, name)) {
      const value = read(name, ruleOf(declared[name]), rawValue);
      if (value !== undefined) settings.set(name, value);
    } else if (declared !== undefined) {
      problems.push(describeUnknownName(name, Object.keys(declared)));
    } else settings.set(name, anyValue.parse(rawValue));
  }
  for (const [name, form] of Object.entries(declared ?? {})) {
    if (given[name] !== undefined) continue;
    if (form.default !== undefined) settings.set(name, form.default);
    else problems.push(`Hyperparameter "${name}" is missing: the training script needs ${describeRule(ruleOf(form))}.`);
  }
  const hyperparameters = Object.fromEntries(values) as Hyperparameters;
  return {
    hyperparameters,
    settings: Object.fromEntries(settings),
    problems: [...problems, ...checkTogether(hyperparameters), ...effectProblems(hyperparameters)],
  };
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

function describeUnknownName(name: string, declared: readonly string[]): string {
  const known = [...declared, ...Object.keys(HYPERPARAMETER_RULES), ...Object.keys(HYPERPARAMETER_ALIASES)];
  const nearest = nearestName(name, known);
  if (nearest !== undefined) return `Hyperparameter "${name}" is unknown. Did you mean "${nearest}"?`;
  const own =
    declared.length === 0
      ? 'A script declares its own in defineTraining({ hyperparameters: { … } }, …).'
      : `The training script declares ${declared.join(', ')}.`;
  return `Hyperparameter "${name}" is unknown. XGBoost's names are listed at https://xgboost.readthedocs.io/en/release_3.2.0/parameter.html. ${own}`;
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
      `A training script needs both hyperparameters ${SCRIPT_HYPERPARAMETERS.program} (its file name) and ${SCRIPT_HYPERPARAMETERS.submitDirectory} (s3://…/sourcedir.tar.gz). Set both, or neither to run the default script.`,
    );
  }
  return { program, submitDirectory };
}
