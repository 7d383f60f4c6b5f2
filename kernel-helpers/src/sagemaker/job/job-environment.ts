import { nearestName } from '../../nearest-name';
import { readSettings, type Settings } from '../../settings';
import {
  LAUNCH_ENVIRONMENT,
  LOCAL_HOST_ENVIRONMENT,
  TRAINING_ENVIRONMENT,
  TRAINING_ENVIRONMENT_ALIASES,
} from '../../training-contract/index';
import type { TrainingJobOptions } from './options';

type Environment = Readonly<Record<string, string>>;

const NAMES = TRAINING_ENVIRONMENT;

/** Variables of the job that replace the notebook's: they say where the rows are and who reads them. */
const TAKEN: ReadonlySet<string> = new Set([
  NAMES.secretId,
  NAMES.authenticator,
  NAMES.account,
  NAMES.accessUrl,
  NAMES.warehouse,
  NAMES.database,
  NAMES.schema,
  NAMES.role,
  NAMES.ocsp,
]);

/** Variables that others set in the container, by full name or by the beginning of the name, and why. */
const SET_BY_OTHERS: readonly (readonly [RegExp, string])[] = [
  [/^TRAINING_JOB_(NAME|ARN)$/, 'SageMaker sets it'],
  [
    /^(SAGEMAKER|SM)_/,
    'SageMaker and its toolkits set the variables that begin like this; give values to a script as hyperparameters',
  ],
  [new RegExp(`^(?:${Object.values(LAUNCH_ENVIRONMENT).join('|')})$`), 'start() sets it'],
  [/^(DMLC|RABIT)_/, "the job sets XGBoost's addresses itself"],
  [new RegExp(`^${LOCAL_HOST_ENVIRONMENT.xgboostLibrary}$`), 'the image knows where its library is'],
  [/^AWS_(ACCESS_KEY_ID|PROFILE|ROLE_ARN|CONTAINER_|WEB_IDENTITY_)/, 'the job gets the keys of its role'],
  [/^AWS_ENDPOINT_URL/, "a container reaches AWS at AWS's own addresses"],
  [/^SF_VALIDATION_TABLE$/, 'give the table as the option validationTable'],
];

/** The settings of a job: the notebook's, but values of the job's own environment replace them. */
export function jobSettings({ environment = {} }: TrainingJobOptions, env = process.env): Settings {
  const taken = Object.entries(environment).filter(([name]) => TAKEN.has(mainName(name)));
  // The notebook's variable must go even if the job uses another alias for the same setting.
  const hidden = new Set<string>(taken.map(([name]) => mainName(name)));
  // A job that names a secret means to use it, even if the notebook logs in without one.
  if (hidden.has(NAMES.secretId)) hidden.add(NAMES.authenticator);
  const rest = Object.entries(env).filter(([name]) => !hidden.has(mainName(name)));
  return readSettings({ ...Object.fromEntries(rest), ...Object.fromEntries(taken) });
}

/** The variables by which a job gets the notebook's settings. */
export function settingsEnvironment(settings: Settings): Environment {
  const values: Readonly<Record<string, string | undefined>> = {
    // Without a secret none is named, so that nobody looks for it.
    ...(settings.workloadIdentity === true
      ? { [NAMES.authenticator]: 'WORKLOAD_IDENTITY' }
      : { [NAMES.secretId]: settings.secretId }),
    [NAMES.account]: settings.account,
    [NAMES.accessUrl]: settings.accessUrl,
    [NAMES.warehouse]: settings.warehouse,
    [NAMES.database]: settings.database,
    [NAMES.schema]: settings.schema,
    [NAMES.role]: settings.role,
    [NAMES.ocsp]: settings.ocsp,
  };
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Says which variables of a job would have no effect, or would contradict its options. */
export function environmentProblems(
  { environment = {}, table = '', target }: TrainingJobOptions,
  settings: Settings,
): string[] {
  const isWithoutSecret = Object.keys(environment).includes(NAMES.authenticator);
  return Object.entries(environment).flatMap(([name, value]) => {
    const main = mainName(name);
    if (main === NAMES.secretId && isWithoutSecret) {
      return [`Environment variable ${name} would have no effect beside ${NAMES.authenticator}. Give one of them.`];
    }
    if (TAKEN.has(main)) return [];
    if (main === NAMES.table) return differs(name, value, 'table', table);
    if (main === NAMES.target) return differs(name, value, 'target', target);
    if (main === NAMES.region || name === 'AWS_DEFAULT_REGION') return regionProblem(name, value, settings);
    const reason = SET_BY_OTHERS.find(([pattern]) => pattern.test(name))?.[1];
    if (reason !== undefined) return [`Environment variable ${name} would have no effect: ${reason}. Leave it out.`];
    return unreadProblem(name);
  });
}

/** The job's variables for the container other than those of its settings. */
export function otherVariables(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !TAKEN.has(mainName(name))));
}

function mainName(name: string): string {
  return Object.hasOwn(TRAINING_ENVIRONMENT_ALIASES, name) ? TRAINING_ENVIRONMENT_ALIASES[name] : name;
}

function differs(name: string, value: string, option: 'table' | 'target', given: string): string[] {
  if (value === given) return [];
  return [
    `Environment variable ${name} says ${JSON.stringify(value)}, and the option ${option} ${JSON.stringify(given)}. Give only ${option}.`,
  ];
}

function regionProblem(name: string, value: string, { region }: Settings): string[] {
  if (value === region) return [];
  return [
    `Environment variable ${name} cannot be ${JSON.stringify(value)}: a job runs in the notebook's region${region === undefined ? '' : `, ${region}`}. Set AWS_REGION of the notebook, or leave it out.`,
  ];
}

/** A name that is almost one of ours is probably a mistake, because nothing reads it. */
function unreadProblem(name: string): string[] {
  const known = [...Object.values(NAMES), ...Object.keys(TRAINING_ENVIRONMENT_ALIASES)];
  const isOtherCase = known.includes(name.toUpperCase());
  if (!isOtherCase && !name.startsWith('SF_')) return [];
  const nearest = isOtherCase ? name.toUpperCase() : nearestName(name, known);
  const advice =
    nearest === undefined
      ? `The names are ${known.filter((one) => one.startsWith('SF_')).join(', ')}.`
      : `Did you mean ${nearest}?`;
  return [`Environment variable ${name} would have no effect: nothing reads it. ${advice}`];
}
