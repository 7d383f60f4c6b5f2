import type { Principal } from 'kernel-helpers/sagemaker/permissions/needed-permissions';
import { type NeededAction, neededActions } from 'kernel-helpers/sagemaker/permissions/policy';
import type { PolicyPlaces } from 'kernel-helpers/sagemaker/permissions/resources';

const SECRET = 'arn:the-secret';
const KMS_KEY = place('KmsKeyArn');
const ONE_INSTANCE = /notebook-instance\/\*$/;

/** The places of the table of permissions, as the template calls them. */
const PLACES: PolicyPlaces = {
  partition: place('AWS::Partition'),
  region: place('AWS::Region'),
  accountId: place('AWS::AccountId'),
  bucket: place('Bucket'),
  secretId: SECRET,
  jobRoleArn: place('TrainingRole.Arn'),
  // The role cannot refer to itself.
  notebookRoleArn: `arn:${place('AWS::Partition')}:iam::${place('AWS::AccountId')}:role/${place('RoleName')}`,
  kmsKeyArn: KMS_KEY,
  hasNetwork: true,
};

interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly needed: readonly NeededAction[];
  readonly onlyIf: string | undefined;
}

/** The statements of a role in the template, as YAML: one for all actions that are needed on the same resources. */
export function templateStatements(principal: Principal): string {
  const byResource = groupBy(neededActions(principal, PLACES), (one) =>
    JSON.stringify([one.resource, one.condition, parameterOf(one)]),
  );
  const single = byResource.map((needed): Statement => {
    const resource = needed[0].resource.replace(ONE_INSTANCE, `notebook-instance/${place('NotebookName')}`);
    const actions = needed.map(({ action }) => action).sort();
    return { actions, resources: [resource], needed, onlyIf: parameterOf(needed[0]) };
  });
  const statements = groupBy(single, ({ actions, onlyIf, needed }) =>
    JSON.stringify([actions, onlyIf, needed[0].condition]),
  );
  return statements
    .map(([first, ...others]) => ({
      ...first,
      needed: [first, ...others].flatMap(({ needed }) => needed),
      resources: [first, ...others].flatMap(({ resources }) => resources),
    }))
    .map(statementYaml)
    .join('\n');
}

/** Where `Fn::Sub` puts a value. */
function place(name: string): string {
  return `\${${name}}`;
}

/** The condition of the template without which a statement is left out. */
function parameterOf({ action, resource }: NeededAction): string | undefined {
  if (resource === SECRET) return 'UsesSecret';
  if (resource === KMS_KEY) return 'HasKmsKey';
  return action.startsWith('ec2:') ? 'HasNetwork' : undefined;
}

function statementYaml({ actions, resources, needed, onlyIf }: Statement): string {
  const functions = [...new Set(needed.flatMap(({ neededBy }) => neededBy))];
  const { condition } = needed[0] ?? {};
  const lines = [
    'Effect: Allow',
    ...list('Action', actions),
    ...list('Resource', resources.map(resourceYaml)),
    ...(condition === undefined ? [] : ['Condition:', ...nested(condition)]),
  ];
  const reason = resources.includes('*') ? [`# ${reasonForAnything(onlyIf)}`] : [];
  const comments = [`# ${functions.join('; ')}`, ...reason];
  if (onlyIf === undefined) return [...comments, ...item(lines)].join('\n');
  return [...comments, '- !If', `  - ${onlyIf}`, ...item(lines).map(indented), '  - !Ref AWS::NoValue'].join('\n');
}

/** Sources: Service Authorization Reference (actions without a resource type), and SageMaker's page of execution roles. */
function reasonForAnything(onlyIf: string | undefined): string {
  return onlyIf === 'HasNetwork'
    ? 'On *: SageMaker asks not to limit the actions on network interfaces.'
    : 'On *: AWS knows no resource to limit these actions to.';
}

function resourceYaml(resource: string): string {
  if (resource === SECRET) return '!If [HasSecretArn, !Ref SecretArn, !Ref Secret]';
  if (resource === '*') return '"*"';
  const reference = /^\$\{(\w+)\.Arn\}$/.exec(resource)?.[1];
  if (reference !== undefined) return `!GetAtt ${reference}.Arn`;
  return resource === KMS_KEY ? '!Ref KmsKeyArn' : `!Sub ${resource}`;
}

function list(key: string, values: readonly string[]): readonly string[] {
  return values.length === 1 ? [`${key}: ${values[0]}`] : [`${key}:`, ...values.map((value) => `  - ${value}`)];
}

function nested(condition: NonNullable<NeededAction['condition']>): readonly string[] {
  return Object.entries(condition).flatMap(([operator, tests]) => [
    `  ${operator}:`,
    ...Object.entries(tests).map(([key, value]) => `    ${key}: ${value}`),
  ]);
}

function item(lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => `${index === 0 ? '- ' : '  '}${line}`);
}

function indented(line: string): string {
  return `  ${line}`;
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return [...groups.values()];
}
