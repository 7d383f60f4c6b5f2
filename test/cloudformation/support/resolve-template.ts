import type { Template } from './read-template';

export type ParameterValues = Readonly<Record<string, string | number>>;

/** Pseudo parameters of a stack in the account of the tests. */
const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::AccountId': '123456789012',
  'AWS::Region': 'us-west-2',
  'AWS::Partition': 'aws',
  'AWS::StackName': 'notebooks',
};
const NO_VALUE = Symbol('AWS::NoValue');

/**
 * What CloudFormation makes of the template with these parameters: functions evaluated, resources and outputs without
 * those whose condition is false. Stands in for the service only in what the template uses; another function is an error.
 */
export class ResolvedTemplate {
  readonly #template: Template;
  readonly #parameters: ParameterValues;
  readonly #places: Readonly<Record<string, string>>;

  /** @param places what `Ref Name` or `GetAtt Name.Arn` gives for resources that are there already, by `Name` or `Name.Arn` */
  constructor(template: Template, given: ParameterValues, places: Readonly<Record<string, string>> = {}) {
    const defaults = Object.entries(template.Parameters).flatMap(([name, { Default }]) =>
      Default === undefined ? [] : [[name, Default] as const],
    );
    this.#template = template;
    this.#places = places;
    this.#parameters = { ...Object.fromEntries(defaults), ...given };
  }

  /** What the Rules say against the parameters. */
  get refusals(): readonly string[] {
    return Object.values(this.#template.Rules)
      .filter(({ RuleCondition }) => RuleCondition === undefined || this.#isTrue(RuleCondition))
      .flatMap(({ Assertions }) => Assertions)
      .filter(({ Assert }) => !this.#isTrue(Assert))
      .map(({ AssertDescription }) => AssertDescription);
  }

  get resourceNames(): readonly string[] {
    return Object.entries(this.#template.Resources)
      .filter(([, { Condition }]) => this.#holds(Condition))
      .map(([name]) => name);
  }

  /** A part of a resource: `Properties`, `DeletionPolicy`. */
  resource(name: string): {
    readonly Properties: Readonly<Record<string, unknown>>;
    readonly DeletionPolicy?: unknown;
  } {
    const { Properties = {}, DeletionPolicy } = this.#template.Resources[name] ?? {};
    return this.#value({ Properties, DeletionPolicy: DeletionPolicy ?? 'Delete' }) as never;
  }

  get outputs(): Readonly<Record<string, unknown>> {
    const made = Object.entries(this.#template.Outputs).filter(([, { Condition }]) => this.#holds(Condition));
    return Object.fromEntries(made.map(([name, { Value }]) => [name, this.#value(Value)]));
  }

  #holds(condition: string | undefined): boolean {
    return condition === undefined || this.#isTrue(this.#template.Conditions[condition]);
  }

  #isTrue(condition: unknown): boolean {
    const value = this.#value(condition);
    if (typeof value !== 'boolean') throw new Error(`${JSON.stringify(condition)} is no condition.`);
    return value;
  }

  #value(node: unknown): unknown {
    if (Array.isArray(node)) return node.map((one) => this.#value(one)).filter((one) => one !== NO_VALUE);
    if (typeof node !== 'object' || node === null) return node;
    const entries = Object.entries(node);
    const [[name, argument] = ['', undefined]] = entries;
    if (entries.length === 1 && (name === 'Ref' || name === 'Condition' || name.startsWith('Fn::'))) {
      // A statement of a policy has a Condition, too: that one is no name.
      if (name !== 'Condition' || typeof argument === 'string') return this.#call(name, argument);
    }
    const values = entries.map(([key, value]) => [key, this.#value(value)] as const);
    return Object.fromEntries(values.filter(([, value]) => value !== NO_VALUE));
  }

  #call(name: string, argument: unknown): unknown {
    switch (name) {
      case 'Ref':
        return this.#reference(String(argument));
      case 'Condition':
        return this.#holds(String(argument));
      case 'Fn::GetAtt':
        return this.#attribute(...(argument as [string, string]));
      case 'Fn::Sub':
        return this.#substituted(argument);
      case 'Fn::If': {
        const [condition, then, otherwise] = argument as [string, unknown, unknown];
        return this.#value(this.#holds(condition) ? then : otherwise);
      }
    }
    const values = this.#value(argument) as readonly unknown[];
    switch (name) {
      case 'Fn::Equals':
        return String(values[0]) === String(values[1]);
      case 'Fn::Not':
        return !values[0];
      case 'Fn::And':
        return values.every(Boolean);
      case 'Fn::Or':
        return values.some(Boolean);
      case 'Fn::Join':
        return (values[1] as readonly string[]).join(String(values[0]));
      case 'Fn::Split':
        return String(values[1]).split(String(values[0]));
      case 'Fn::Base64':
        return Buffer.from(String(values)).toString('base64');
      case 'Fn::FindInMap':
        return this.#template.Mappings[String(values[0])]?.[String(values[1])]?.[String(values[2])];
      default:
        throw new Error(`The template uses ${name}, which the tests do not know.`);
    }
  }

  #substituted(argument: unknown): string {
    const [text, given] = (Array.isArray(argument) ? argument : [argument, {}]) as [string, Record<string, unknown>];
    return text.replace(/\$\{([^!}][^}]*)\}/g, (_, name: string) => {
      if (name in given) return String(this.#value(given[name]));
      const dot = name.indexOf('.');
      return String(dot === -1 ? this.#reference(name) : this.#attribute(name.slice(0, dot), name.slice(dot + 1)));
    });
  }

  #reference(name: string): unknown {
    if (name === 'AWS::NoValue') return NO_VALUE;
    const value = PSEUDO[name] ?? this.#parameters[name];
    if (value !== undefined) return value;
    if (this.#template.Resources[name] === undefined) throw new Error(`Nothing in the template is called ${name}.`);
    return this.#places[name] ?? REFERENCES[name]?.() ?? name.toLowerCase();
  }

  #attribute(resource: string, name: string): string {
    return this.#places[`${resource}.${name}`] ?? attribute(resource, name);
  }
}

/** What `Ref` gives for resources, where it matters (user guide of CloudFormation, "Return values" of each type). */
const REFERENCES: Readonly<Record<string, () => string>> = {
  Bucket: () => 'notebooks-bucket-0123456789ab',
  Secret: () => 'arn:aws:secretsmanager:us-west-2:123456789012:secret:snowflake_credentials-AbCdEf',
};

function attribute(resource: string, name: string): string {
  if (name === 'Arn' && resource === 'Bucket') return 'arn:aws:s3:::notebooks-bucket-0123456789ab';
  if (name === 'Arn') return `arn:aws:iam::123456789012:role/${resource}`;
  return `${resource}-${name}`.toLowerCase();
}
