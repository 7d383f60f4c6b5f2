/** What looks like one of these is taken out of every report, whatever it is. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [^-]+-----[\s\S]*?(?:-----END [^-]+-----|$)/g, '<key>'],
  [/\barn:aws[\w-]*:[^\s,;'"]+/g, '<arn>'],
  // Before numbers of accounts: such hosts hold them.
  [/\b[\w-]+\.dkr[.-]ecr[\w.-]+/g, '<registry>'],
  [/\b[\w.-]+\.snowflakecomputing\.(?:com|cn)\b/gi, '<snowflake host>'],
  [/\bapp\.snowflake\.com\/[\w.-]+\/[\w.-]+/gi, '<snowflake host>'],
  // Of a host, the end says which store it is, and the beginning whose.
  [/\b[\w-]+(?:\.[\w-]+)*\.(s3(?:[.-][\w-]+)+|blob\.core\.windows\.net|storage\.googleapis\.com)/g, '<store>.$1'],
  [/\bs3:\/\/[^\s,;'"]+/g, '<s3 address>'],
  [/https?:\/\/[^\s,;'"]+/g, '<url>'],
  [/\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}\b/g, '<aws key>'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '<token>'],
  [/\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/g, '<address>'],
  [/\b\d{12}\b/g, '<aws account>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, '<ip address>'],
  // Base64 and hexadecimal texts of this length are keys, tokens and signatures.
  [/[\w+/=-]{40,}/g, '<secret>'],
];

/** Shorter values would be found inside of words. */
const SHORTEST_VALUE = 2;

/** Takes names, numbers and secrets of an account out of a text that is sent to others. */
export class Redactor {
  private readonly labels = new Map<string, string>();

  /** From now on this value is replaced by `<label>` wherever it stands alone, in any case of its letters. */
  learn(label: string, value: string | undefined): void {
    if (value !== undefined && value.length >= SHORTEST_VALUE) this.labels.set(value, `<${label}>`);
  }

  redact(text: string): string {
    const byLength = [...this.labels].sort(([one], [other]) => other.length - one.length);
    const known = byLength.reduce((left, [value, label]) => left.replace(standsAlone(value), () => label), text);
    return SHAPES.reduce((left, [shape, label]) => left.replace(shape, label), known);
  }
}

function standsAlone(value: string): RegExp {
  const literal = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_])${literal}(?![\\p{L}\\p{N}_])`, 'giu');
}
