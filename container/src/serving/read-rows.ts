import { z } from 'zod';
import { BadRequest } from './bad-request';
import type { FeatureRows, Predictor } from './predictor';

/** Reads the rows of a request by its content type. */
export function readFeatureRows(body: string, contentType: string | undefined, predictor: Predictor): FeatureRows {
  const mediaType = (contentType ?? 'text/csv').split(';')[0].trim().toLowerCase();
  if (mediaType === 'text/csv') return readCsv(body, predictor);
  if (mediaType === 'application/json') return readJson(body, predictor);
  throw new BadRequest(`Content type ${mediaType} is not supported.`, {
    status: 415,
    advice: 'Send text/csv or application/json.',
  });
}

/** Numbers with commas between them, a row on each line, no header; an empty cell is a missing value. */
function readCsv(body: string, predictor: Predictor): FeatureRows {
  const lines = body.split('\n').map((line) => line.trim());
  while (lines.at(-1) === '') lines.pop();
  return fillRows(
    lines.map((line) => line.split(',')),
    predictor,
    (cell, row, column) => readCsvCell(cell, row, column),
  );
}

function readCsvCell(cell: string, row: number, column: number): number {
  const text = cell.trim();
  if (text === '' || /^nan$/i.test(text)) return Number.NaN;
  const value = Number(text);
  if (Number.isNaN(value)) {
    throw new BadRequest(`Line ${row + 1}, value ${column + 1} is not a number: ${JSON.stringify(text)}.`, {
      ...(row === 0 && { advice: 'Send rows without a header.' }),
    });
  }
  return value;
}

const jsonRow = z.array(z.number().nullable());
const jsonBody = z.union([
  z.array(jsonRow),
  jsonRow.transform((row) => [row]),
  z.object({ instances: z.array(jsonRow) }).transform(({ instances }) => instances),
  z
    .object({ instances: z.array(z.object({ features: jsonRow })) })
    .transform(({ instances }) => instances.map(({ features }) => features)),
]);

/** Rows as arrays: `[[…], […]]`, one row alone, or SageMaker's `{"instances": …}` around them; null is missing. */
function readJson(body: string, predictor: Predictor): FeatureRows {
  const parsed = jsonBody.safeParse(parseJson(body));
  if (!parsed.success) {
    throw new BadRequest('The JSON holds no rows.', {
      advice: 'Send [[number, …], …] or {"instances": [{"features": [number, …]}, …]}, with null for a missing value.',
    });
  }
  return fillRows(parsed.data, predictor, (cell) => cell ?? Number.NaN);
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) throw new BadRequest(`The body is not JSON: ${error.message}.`);
    throw error;
  }
}

function fillRows<Cell>(
  rows: readonly (readonly Cell[])[],
  predictor: Predictor,
  toNumber: (cell: Cell, row: number, column: number) => number,
): FeatureRows {
  if (rows.length === 0) throw new BadRequest('The request holds no rows.', { advice: 'Send at least one.' });
  const { featureCount } = predictor;
  const values = new Float32Array(rows.length * featureCount);
  rows.forEach((cells, row) => {
    if (cells.length !== featureCount) throw wrongWidth(cells.length, row, predictor);
    for (let column = 0; column < featureCount; column += 1) {
      values[row * featureCount + column] = toNumber(cells[column], row, column);
    }
  });
  return { values, rowCount: rows.length };
}

function wrongWidth(given: number, row: number, { featureCount, features, target }: Predictor): BadRequest {
  const order = features.length > 0 ? ` in this order: ${features.join(', ')}` : '';
  return new BadRequest(`Row ${row + 1} has ${given} values, but the model wants ${featureCount} features${order}.`, {
    ...(given === featureCount + 1 && target !== undefined && { advice: `Leave out the target ${target}.` }),
  });
}
