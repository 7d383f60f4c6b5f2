import type * as Arrow from 'apache-arrow';
import type * as ParquetWasm from 'parquet-wasm';
import { arrowColumn } from './arrow-column';
import type { LoadColumn } from './load-plan';

/** Writes rows `from` to `to` of the columns as one Parquet file in memory (snappy, as COPY reads fastest). */
export function encodeParquet(columns: readonly LoadColumn[], from: number, to: number): Uint8Array {
  const arrow = require('apache-arrow') as typeof Arrow;
  const parquet = require('parquet-wasm') as typeof ParquetWasm;
  const parts = columns.map((column) => arrowColumn(arrow, column, from, to));
  const schema = new arrow.Schema(columns.map(({ name }, index) => new arrow.Field(name, parts[index].type, true)));
  const struct = arrow.makeData({
    type: new arrow.Struct(schema.fields),
    length: to - from,
    nullCount: 0,
    children: parts,
  });
  const stream = arrow.tableToIPC(new arrow.Table(new arrow.RecordBatch(schema, struct)), 'stream');
  // Dictionaries pay off for repeated text only; on floating-point columns they cost time and gain nothing.
  const properties = columns
    .filter(({ column }) => column.kind === 'text')
    .reduce(
      (builder, { name }) => builder.setColumnDictionaryEnabled(name, true),
      new parquet.WriterPropertiesBuilder().setCompression(parquet.Compression.SNAPPY).setDictionaryEnabled(false),
    )
    .build();
  // Both objects hand their memory over to the writer, which frees it.
  return parquet.writeParquet(parquet.Table.fromIPCStream(stream), properties);
}
