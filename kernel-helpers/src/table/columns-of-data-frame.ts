import { columnOfValues } from './column-of-values';
import type { DataFrame } from './data-frame';
import type { Column } from './table';

/** The columns of a danfo DataFrame, typed by their values: danfo's own types are guessed from the first rows. */
export function columnsOfDataFrame(frame: DataFrame): readonly Column[] {
  return frame.columns.map((name, position) =>
    columnOfValues(name, frame.column(name).values, { wholeNumbers: frame.dtypes[position] === 'int32' }),
  );
}
