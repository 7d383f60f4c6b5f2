import { propertyName, textLiteral } from './literals';

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
export function objectLiteral(value: LiteralValue, indent = ''): string {
  if (typeof value === 'string') return textLiteral(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const parts = Array.isArray(value)
    ? value.map((item) => objectLiteral(item, inner))
    : Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([name, member]) => `${propertyName(name)}: ${objectLiteral(member, inner)}`);
  if (parts.length === 0) return `${open}${close}`;
  const space = Array.isArray(value) ? '' : ' ';
  const line = `${open}${space}${parts.join(', ')}${space}${close}`;
  if (indent !== '' && !line.includes('\n') && line.length + indent.length <= WIDTH) return line;
  return [open, ...parts.map((part) => `${inner}${part},`), `${indent}${close}`].join('\n');
}
