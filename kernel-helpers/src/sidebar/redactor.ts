/** Variables whose values are secrets, whoever set them; not those that hold the name or the place of a secret. */
const SECRET_VARIABLE = /SECRET|PASSWORD|PASSPHRASE|TOKEN|PRIVATE_?KEY|CREDENTIAL/i;
const NAME_OF_SECRET = /_(?:ID|NAME|FILE|PATH|URI|URL|ARN|MODE)$/i;

/** Shorter texts would be found inside of words. */
const SHORTEST_SECRET = 8;

/** What is a secret by its form, wherever it stands. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [^-]+-----[\s\S]*?(?:-----END [^-]+-----|$)/g, '<key>'],
  // A JSON web token; the ids of keys of AWS (IAM user guide, "Unique identifiers"); a presigned URL's parts; a URL's login.
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '<token>'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, '<aws key>'],
  [/\b(X-Amz-(?:Signature|Security-Token|Credential)=)[^&\s"']+/gi, '$1<secret>'],
  [/(:\/\/[^/\s:@]+):[^/\s@]+@/g, '$1:<password>@'],
  [
    /\b((?:secret_?access_?key|session_?token|password|passphrase|private_?key)["']?\s*[:=]\s*["']?)[^\s"',;]+/gi,
    '$1<secret>',
  ],
];

/** Takes secrets out of what leaves for the page: those that this process knows, and what looks like one. */
export class Redactor {
  private known: readonly string[] = [];

  learn(secrets: readonly string[]): void {
    const long = secrets.filter((secret) => secret.length >= SHORTEST_SECRET);
    // The longest first: one may be a part of another.
    this.known = [...new Set([...this.known, ...long])].sort((one, other) => other.length - one.length);
  }

  /** The variables of the process as they are now; a cell may have set more. */
  learnEnvironment(env: NodeJS.ProcessEnv = process.env): void {
    const secret = Object.entries(env).filter(([name]) => SECRET_VARIABLE.test(name) && !NAME_OF_SECRET.test(name));
    this.learn(secret.flatMap(([, value]) => value ?? []));
  }

  /** A copy of a JSON value without the secrets that this process knows and, unless it is a user's data, what looks like one. */
  redact<Value>(value: Value, options: { readonly isUsersData: boolean }): Value {
    return mapTexts(value, (text) => this.redactText(text, options)) as Value;
  }

  private redactText(text: string, { isUsersData }: { readonly isUsersData: boolean }): string {
    const known = this.known.reduce((left, secret) => left.replaceAll(secret, '<secret>'), text);
    return isUsersData ? known : SHAPES.reduce((left, [shape, label]) => left.replace(shape, label), known);
  }
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), mapTexts(item, change)]));
}
