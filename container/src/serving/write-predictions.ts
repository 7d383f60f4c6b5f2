import type { Predictions } from '../xgboost/booster';
import { BadRequest } from './bad-request';

export interface Answer {
  readonly contentType: string;
  readonly body: string;
}

type Writer = (predictions: Predictions) => string;

/** The formats of AWS's own XGBoost image: one row per line, or `{"predictions": [{"score": …}]}`. */
const WRITERS: Readonly<Record<string, Writer>> = {
  'text/csv': (predictions) =>
    rowsOf(predictions)
      .map((row) => row.join(','))
      .join('\n'),
  'application/json': (predictions) =>
    JSON.stringify({ predictions: rowsOf(predictions).map((row) => ({ score: row.length === 1 ? row[0] : row })) }),
};
const DEFAULT_TYPE = 'text/csv';

/** The media type of the answer: the first one in the Accept header that we can write. */
export function chooseAnswerType(accept: string | undefined): string {
  const wanted = (accept ?? '*/*').split(',').map((type) => type.split(';')[0].trim().toLowerCase());
  for (const type of wanted) {
    if (type === '*/*' || type === '') return DEFAULT_TYPE;
    if (Object.hasOwn(WRITERS, type)) return type;
  }
  throw new BadRequest(`None of ${wanted.join(', ')} can be answered.`, {
    status: 406,
    advice: 'Accept text/csv or application/json.',
  });
}

export function writePredictions(predictions: Predictions, contentType: string): Answer {
  return { contentType, body: WRITERS[contentType](predictions) };
}

function rowsOf({ values, valuesPerRow }: Predictions): number[][] {
  const rowCount = values.length / valuesPerRow;
  return Array.from({ length: rowCount }, (_, row) =>
    Array.from(values.subarray(row * valuesPerRow, (row + 1) * valuesPerRow), shortest),
  );
}

/** The shortest text that gives the same 32-bit number again: 0.1, not 0.10000000149011612. */
function shortest(value: number): number {
  for (let digits = 6; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}
