import type { CodeKind, TableColumn } from '../../sidebar-contract/index';
import { propertyName, tableLiteral, textLiteral } from './literals';
import { cellType, rowTypeName } from './row-type';

/** Rows that an inserted cell reads: enough to look at, and few enough for any table. */
const ROWS = 1000;

/** The source of a cell for a table: it compiles in our kernel as it is, whatever names the table and its columns have. */
export function cellCode(code: CodeKind, path: readonly string[], columns: readonly TableColumn[]): string {
  switch (code) {
    case 'query':
      return queryCell(path);
    case 'row-type':
      return rowTypeCell(path, columns);
    case 'training':
      return trainingCell(path, columns);
  }
}

function queryCell(path: readonly string[]): string {
  return `import { connect, identifier } from 'kernel-helpers';

const snowflake = await connect();
const table = await snowflake.sql\`select * from \${identifier(${tableLiteral(path)})} limit ${ROWS}\`;
table`;
}

function rowTypeCell(path: readonly string[], columns: readonly TableColumn[]): string {
  const types = columns.map((column) => ({ name: column.name, ...cellType(column) }));
  const used = [...new Set(types.flatMap(({ uses }) => uses ?? []))].sort();
  const imports = ['connect', 'identifier', ...used.map((name) => `type ${name}`)];
  const name = rowTypeName(path.at(-1) ?? '');
  return `import { ${imports.join(', ')} } from 'kernel-helpers';

interface ${name} {
${types.map(({ name: column, text }) => `  readonly ${propertyName(column)}: ${text};`).join('\n')}
}

const snowflake = await connect();
const table = await snowflake.sql\`select * from \${identifier(${tableLiteral(path)})} limit ${ROWS}\`;
const rows = table.toRows() as unknown as readonly ${name}[];
rows[0]`;
}

/** What XGBoost can predict. */
const NUMBER = /^(?:NUMBER|FLOAT)\b/;

function trainingCell(path: readonly string[], columns: readonly TableColumn[]): string {
  const target = columns.findLast(({ type }) => NUMBER.test(type));
  const why =
    target === undefined
      ? '// No column of this table holds numbers. Name here the column to predict, of a view that has some.'
      : '// The column to predict: the last one with numbers. Name another one here; all others are features.';
  return `import { buildTrainingImage, trainingJob } from 'kernel-helpers';

${why}
const target = ${textLiteral(target?.name ?? columns.at(-1)?.name ?? '')};
const image = await buildTrainingImage();
// The training script is training/train.ts beside this notebook. On a real account, start() begins to cost money.
const job = await trainingJob({
  image: image.uri, sourceDir: 'training', entryPoint: 'train.ts',
  table: ${tableLiteral(path)}, target: target, instances: { type: 'ml.m5.large', count: 1 },
  hyperparameters: { objective: 'reg:squarederror', num_round: 50, max_depth: 5, eta: 0.2, seed: 42 },
}).start();`;
}
