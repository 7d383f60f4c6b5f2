import { ByteWriter } from './byte-writer';

/** One part of an answer: for each row a number, a name, or several numbers. */
export type AnswerColumn =
  | { readonly name: string; readonly values: Float32Array; readonly valuesPerRow: number; readonly groupSize?: number }
  | { readonly name: string; readonly names: readonly string[]; readonly indices: Int32Array };

/** Parts of an answer, in the order in which they were asked for. */
export interface Answer {
  readonly rowCount: number;
  readonly columns: readonly AnswerColumn[];
}

export type AnswerWriter = (answer: Answer) => Buffer;

/** A row on each line, as AWS's own XGBoost image answers, its parts one after another with commas between all values. */
export const writeCsv: AnswerWriter = ({ rowCount, columns }) => {
  const bytes = new ByteWriter();
  const writers = columns.map((column) => csvWriter(column, bytes));
  for (let row = 0; row < rowCount; row += 1) {
    if (row > 0) bytes.ascii('\n');
    for (let index = 0; index < writers.length; index += 1) {
      if (index > 0) bytes.ascii(',');
      writers[index](row);
    }
  }
  return bytes.finish();
};

/** `{"predictions": [{"score": …}, …]}`, as AWS's own XGBoost image answers. */
export const writeJson: AnswerWriter = (answer) => {
  const bytes = new ByteWriter();
  bytes.ascii('{"predictions":[');
  writeObjects(answer, bytes, ',');
  bytes.ascii(']}');
  return bytes.finish();
};

/** `{"score": …}` on each line. */
export const writeJsonLines: AnswerWriter = (answer) => {
  const bytes = new ByteWriter();
  writeObjects(answer, bytes, '\n');
  return bytes.finish();
};

type RowWriter = (row: number) => void;

function csvWriter(column: AnswerColumn, bytes: ByteWriter): RowWriter {
  if ('names' in column) {
    const texts = column.names.map((name) =>
      Buffer.from(/[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name),
    );
    return (row) => bytes.bytes(texts[column.indices[row]]);
  }
  const { values, valuesPerRow } = column;
  return (row) => {
    for (let index = row * valuesPerRow; index < (row + 1) * valuesPerRow; index += 1) {
      if (index > row * valuesPerRow) bytes.ascii(',');
      bytes.float(values[index]);
    }
  };
}

function writeObjects({ rowCount, columns }: Answer, bytes: ByteWriter, between: string): void {
  const writers = columns.map((column) => jsonWriter(column, bytes));
  for (let row = 0; row < rowCount; row += 1) {
    bytes.ascii(row > 0 ? `${between}{` : '{');
    for (let index = 0; index < writers.length; index += 1) {
      bytes.ascii(index > 0 ? ',"' : '"');
      bytes.ascii(columns[index].name);
      bytes.ascii('":');
      writers[index](row);
    }
    bytes.ascii('}');
  }
}

/** A part with one value is a value, with more a list; contributions of several classes are a list of lists. */
function jsonWriter(column: AnswerColumn, bytes: ByteWriter): RowWriter {
  if ('names' in column) {
    const texts = column.names.map((name) => Buffer.from(JSON.stringify(name)));
    return (row) => bytes.bytes(texts[column.indices[row]]);
  }
  const { values, valuesPerRow, groupSize = valuesPerRow } = column;
  const writeList = (start: number, end: number) => {
    bytes.ascii('[');
    for (let index = start; index < end; index += 1) {
      if (index > start) bytes.ascii(',');
      writeNumber(bytes, values[index]);
    }
    bytes.ascii(']');
  };
  if (valuesPerRow === 1) return (row) => writeNumber(bytes, values[row]);
  if (groupSize === valuesPerRow) return (row) => writeList(row * valuesPerRow, (row + 1) * valuesPerRow);
  return (row) => {
    bytes.ascii('[');
    for (let start = row * valuesPerRow; start < (row + 1) * valuesPerRow; start += groupSize) {
      if (start > row * valuesPerRow) bytes.ascii(',');
      writeList(start, start + groupSize);
    }
    bytes.ascii(']');
  };
}

/** JSON has no word for a value that is not a finite number. */
function writeNumber(bytes: ByteWriter, value: number): void {
  if (Number.isFinite(value)) bytes.float(value);
  else bytes.ascii('null');
}
