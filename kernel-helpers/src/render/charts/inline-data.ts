import { largestOf } from '../../values/extremes';
import type { VegaLiteSpec } from './vega-lite-spec';

/** The values of one field of a chart: numbers as they are stored, or names. */
export type FieldValues = readonly (number | null)[] | readonly (string | null)[];

/** The data of a specification, and what has to be computed from them. */
export interface InlineData {
  readonly data: VegaLiteSpec;
  readonly transform?: readonly VegaLiteSpec[];
}

/** Names that come this often, on average, are stored once each. */
const REPEATED = 3;

/**
 * Fields of one length as CSV: in a saved notebook they take less than half the space of one object for each row. Names
 * that come again and again are stored as numbers, and the front end looks them up.
 */
export function inlineData(fields: Readonly<Record<string, FieldValues | undefined>>): InlineData {
  const stored = Object.entries(fields).flatMap(([name, values]) =>
    values === undefined ? [] : [storedField(name, values)],
  );
  const rowCount = largestOf(
    stored.map(({ cells }) => cells.length),
    0,
  );
  const lines = Array.from({ length: rowCount }, (_, row) => stored.map(({ cells }) => cells[row]).join(','));
  const transform = stored.flatMap(({ lookUp }) => (lookUp === undefined ? [] : [lookUp]));
  return {
    data: {
      values: [stored.map(({ key }) => key).join(','), ...lines].join('\n'),
      format: { type: 'csv', parse: Object.fromEntries(stored.map(({ key, type }) => [key, type])) },
    },
    ...(transform.length > 0 && { transform }),
  };
}

interface StoredField {
  readonly key: string;
  readonly type: 'number' | 'string';
  readonly cells: readonly string[];
  readonly lookUp?: VegaLiteSpec;
}

function storedField(name: string, values: FieldValues): StoredField {
  const texts = values.filter((value) => typeof value === 'string');
  if (texts.length === 0) return { key: name, type: 'number', cells: values.map((value) => String(value ?? '')) };
  const names = [...new Set(texts)];
  if (texts.length < REPEATED * names.length) {
    return { key: name, type: 'string', cells: values.map((value) => quoted(String(value ?? ''))) };
  }
  const places = new Map<unknown, number>(names.map((text, place) => [text, place]));
  const key = `${name}_`;
  return {
    key,
    type: 'number',
    cells: values.map((value) => String(places.get(value) ?? '')),
    lookUp: { calculate: `${JSON.stringify(names)}[datum.${key}]`, as: name },
  };
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
