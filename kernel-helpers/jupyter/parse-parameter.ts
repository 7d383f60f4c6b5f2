import { InvalidArgumentError } from 'commander';
import { parseJson } from 'kernel-helpers/parse-json';

/** Adds a parameter as it is written in a shell: `rows=3` sets a number, `city=Oslo` a text, `city="3"` the text 3. */
export function addParameter(
  text: string,
  before: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError('Give a name, an equals sign and a value: -p rows=3.');
  }
  return { ...before, [name]: parseValue(value) };
}

function parseValue(text: string): unknown {
  const value = parseJson(text);
  if (value === undefined) {
    if (!/^\s*[[{]/.test(text)) return text;
    throw new InvalidArgumentError(
      `${text} begins like JSON but is not JSON: put its keys and texts in double quotes. To pass a text, put all of it in double quotes.`,
    );
  }
  const inexact = numbersIn(text).find((number) => /^-?\d+$/.test(number) && !Number.isSafeInteger(Number(number)));
  if (inexact === undefined) return value;
  throw new InvalidArgumentError(
    `${inexact} is more than a number in TypeScript can hold exactly. Give it as text, -p 'name="${inexact}"', and read it with BigInt(…) in the notebook.`,
  );
}

/** The numbers in a piece of JSON as they are written, which its parser rounds. */
function numbersIn(json: string): readonly string[] {
  return json.replace(/"(?:[^"\\]|\\.)*"/g, '""').match(/-?\d[\d.eE+-]*/g) ?? [];
}
