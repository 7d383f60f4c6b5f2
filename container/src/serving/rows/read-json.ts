import { BadRequest } from '../bad-request';
import { cellWords, type FeatureRows, type ModelInput, noRows, readCell, wrongWidth } from './feature-rows';
import { orderOfNames } from './name-order';

const ADVICE =
  'Send [[number, …], …], {"instances": [{"features": [number, …]}, …]} or objects with the names of the features, with null for a missing value.';

/**
 * Rows as arrays or as objects by the names of the features: a list of them, one row alone, or SageMaker's
 * `{"instances": …}` around them, with or without `{"features": …}` around each. null is a missing value.
 */
export function readJson(body: Buffer, model: ModelInput): FeatureRows {
  const value = parseJson(body.toString('utf8'), 'The body');
  const list = isObject(value) && Array.isArray(value.instances) ? value.instances : value;
  const isList = Array.isArray(list) && (list.length === 0 || typeof list[0] === 'object') && list[0] !== null;
  return fillRows(isList ? list : [list], model);
}

/** The same rows, one on each line. */
export function readJsonLines(body: Buffer, model: ModelInput): FeatureRows {
  const lines = body.toString('utf8').split('\n');
  const rows = lines.flatMap((line, index) => (line.trim() === '' ? [] : [parseJson(line, `Line ${index + 1}`)]));
  return fillRows(rows, model);
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new BadRequest(`${where} is not JSON: ${error.message}.`);
    throw error;
  }
}

function fillRows(rows: readonly unknown[], model: ModelInput): FeatureRows {
  if (rows.length === 0) throw noRows();
  const { featureCount } = model;
  const values = new Float32Array(rows.length * featureCount);
  const orders = new NameOrders(model);
  for (const [row, given] of rows.entries()) {
    const inside = isObject(given) && Array.isArray(given.features) ? given.features : given;
    if (Array.isArray(inside)) {
      if (inside.length !== featureCount) throw wrongWidth(inside.length, row, model);
      for (let place = 0; place < featureCount; place += 1) {
        values[row * featureCount + place] = readValue(inside[place], row, place, model);
      }
    } else if (isObject(inside)) {
      const names = Object.keys(inside);
      const order = orders.of(names, row);
      for (const [index, name] of names.entries()) {
        const place = order[index];
        if (place >= 0) values[row * featureCount + place] = readValue(inside[name], row, place, model);
      }
    } else {
      throw new BadRequest('The JSON holds no rows.', { advice: ADVICE });
    }
  }
  return { values, rowCount: rows.length };
}

/** Rows after each other nearly always have the same names. */
class NameOrders {
  readonly #model: ModelInput;
  #names = '';
  #order: Int32Array = new Int32Array();

  constructor(model: ModelInput) {
    this.#model = model;
  }

  of(names: readonly string[], row: number): Int32Array {
    const key = JSON.stringify(names);
    if (key !== this.#names) {
      this.#order = orderOfNames(names, this.#model, `Row ${row + 1}`);
      this.#names = key;
    }
    return this.#order;
  }
}

function readValue(value: unknown, row: number, place: number, { words }: ModelInput): number {
  const known = words[place];
  if (typeof value === 'number' && known === undefined) return value;
  if (value === null) return Number.NaN;
  if (typeof value === 'boolean' && known === undefined) return value ? 1 : 0;
  const read = typeof value === 'string' && known !== undefined ? readCell(value, known) : undefined;
  if (read !== undefined) return read;
  throw new BadRequest(`Row ${row + 1}, value ${place + 1} is not ${cellWords(known)}: ${JSON.stringify(value)}.`, {
    ...(known === undefined && { advice: 'Send null for a missing value.' }),
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
