import { UserError } from '../../errors';
import { unknownOptions } from '../../option-names';
import { type Kind, kindProblems } from '../columns/value-forms';
import { decoderOf } from '../text-bytes';

/** How a CSV file is to be read; what is not said is found out from the file. */
export interface ReadCsvOptions {
  /** Read only these columns, in this order. @default all */
  readonly columns?: readonly string[];
  /**
   * The kinds of some columns: `{ ZIP: 'text', SOLD: 'date' }`. A value that does not fit is an error that names its line.
   * @default the kind that holds every value of the column in the whole file
   */
  readonly types?: Readonly<Record<string, ColumnKind>>;
  /** The character between values. @default the one of `,` `;` tab and `|` that is most frequent in the first line */
  readonly delimiter?: string;
  /** False if the first line holds values already; then columns are named COLUMN_1 and so on. Or the names themselves. @default true */
  readonly header?: boolean | readonly string[];
  /** Texts that stand for null, such as `NA`, beside an empty value without quotes. */
  readonly nullTexts?: readonly string[];
  /** What stands before the decimals: `{ decimalMark: ',' }` reads 3,5. @default '.' */
  readonly decimalMark?: '.' | ',';
  /** The encoding of a file without a mark that says it. @default 'utf-8' */
  readonly encoding?: string;
  /** Stops the work when it fires. @default the running cell's interrupt */
  readonly signal?: AbortSignal;
}

/** The kind of a column, as `table.column('ZIP').kind` tells it. */
export type ColumnKind = Kind;

export function checkReadOptions(options: ReadCsvOptions): void {
  const problems = unknownOptions(options, {
    columns: true,
    types: true,
    delimiter: true,
    header: true,
    nullTexts: true,
    decimalMark: true,
    encoding: true,
    signal: true,
  });
  const { delimiter, decimalMark, types, columns, nullTexts, encoding } = options;
  for (const problem of delimiter === undefined ? [] : delimiterProblems(delimiter)) problems.push(problem);
  if (decimalMark !== undefined && decimalMark !== '.' && decimalMark !== ',') {
    problems.push(`decimalMark is '.' or ',', not ${JSON.stringify(decimalMark)}.`);
  }
  for (const problem of kindProblems(types)) problems.push(problem);
  for (const [name, list] of Object.entries({ columns, nullTexts })) {
    if (list !== undefined && !Array.isArray(list)) problems.push(`${name} is an array of texts, such as ['A'].`);
  }
  if (problems.length > 0) throw new UserError(`readCsv() cannot use its options: ${problems.join(' ')}`);
  if (encoding !== undefined) decoderOf(encoding);
}

/** A sentence if this cannot stand between values. */
export function delimiterProblems(delimiter: unknown): readonly string[] {
  const isOne = typeof delimiter === 'string' && delimiter.length === 1 && delimiter.charCodeAt(0) < 128;
  if (isOne && !/["\r\n]/.test(delimiter)) return [];
  return [`delimiter is one character, such as ';' or '\\t', not ${JSON.stringify(delimiter)}.`];
}
