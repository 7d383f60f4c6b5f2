import { z } from 'zod';
import { rowsHtml } from './data-frame';

const MAX_ROWS = 20;

const arrowSchema = z.object({
  numRows: z.number(),
  schema: z.object({ fields: z.array(z.object({ name: z.string() })) }),
  get: z.function(),
});

/** The first rows of a table of Apache Arrow; undefined for other values. */
export function arrowTableHtml(value: object): string | undefined {
  const table = arrowSchema.safeParse({
    numRows: Reflect.get(value, 'numRows'),
    schema: Reflect.get(value, 'schema'),
    get: Reflect.get(value, 'get'),
  }).data;
  if (!table) return undefined;
  const columns = table.schema.fields.map(({ name }) => name);
  const get = Reflect.get(value, 'get') as (index: number) => object;
  const rows = Array.from({ length: Math.min(MAX_ROWS, table.numRows) }, (_none, index) => {
    const row = get.call(value, index);
    return columns.map((name) => Reflect.get(row, name));
  });
  return rowsHtml({ columns, index: rows.map((_row, index) => index), rows, rowCount: table.numRows });
}
