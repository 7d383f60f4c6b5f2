/** A value that a cell can hold as it stands: what JSON knows, and undefined for members that are left out. */
export type LiteralValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly LiteralValue[]
  | { readonly [name: string]: LiteralValue };

/** How wide a line of a cell may be. */
const WIDTH = 100;

/** Writes a value as TypeScript, on one line where it fits, otherwise with one member a line. */
export function typescriptLiteral(value: LiteralValue, indent = ''): string {
  if (typeof value === 'string') return quotedText(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const parts = Array.isArray(value)
    ? value.map((item) => typescriptLiteral(item, inner))
    : Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([name, member]) => `${memberName(name)}: ${typescriptLiteral(member, inner)}`);
  if (parts.length === 0) return `${open}${close}`;
  const space = Array.isArray(value) ? '' : ' ';
  const line = `${open}${space}${parts.join(', ')}${space}${close}`;
  if (indent !== '' && !line.includes('\n') && line.length + indent.length <= WIDTH) return line;
  return [open, ...parts.map((part) => `${inner}${part},`), `${indent}${close}`].join('\n');
}

function memberName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) && name !== '__proto__' ? name : quotedText(name);
}

/** In single quotes; JSON's escapes are TypeScript's, too. */
export function quotedText(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner}'`;
}
