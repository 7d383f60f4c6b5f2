import { writeName } from '../../snowflake/statement/identifiers';

/** A text as TypeScript writes it, in single quotes, whatever characters it has. */
export function textLiteral(text: string): string {
  const inDoubleQuotes = JSON.stringify(text).slice(1, -1);
  return `'${inDoubleQuotes.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** The name of a property in an interface: plain if it can be. */
export function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : textLiteral(name);
}

/** A table's name as `identifier()` and `trainingJob()` take it, as a literal. */
export function tableLiteral(path: readonly string[]): string {
  return textLiteral(path.map(writeName).join('.'));
}
