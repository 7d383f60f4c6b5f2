import type { CodeKind, TableColumn } from '../../sidebar-contract/index';
import { propertyName, tableLiteral, textLiteral } from './literals';
import { cellType } from './row-type';
import { type TableNames, tableNames } from './table-names';

/** Rows that an inserted cell reads: enough to look at, and few enough for any table. */
const ROWS = 1000;
/** A longer list of columns hides the query below it. */
const MOST_COLUMNS = 40;

/** The source of a cell for a table: it compiles in our kernel as it is, whatever names the table and its columns have. */
export function cellCode(code: CodeKind, path: readonly string[], columns: readonly TableColumn[]): string {
  switch (code) {
    case 'query':
      return queryCell(path, columns);
    case 'row-type':
      return rowTypeCell(path, columns);
    case 'training':
      return trainingCell(path, columns);
  }
}

/** The rows of a table, with their type; without it where there are more columns than people want to read. */
function queryCell(path: readonly string[], columns: readonly TableColumn[]): string {
  const { type, variable } = namesOf(path);
  const isTyped = columns.length > 0 && columns.length <= MOST_COLUMNS;
  const row = isTyped ? rowInterface(type, columns) : { uses: [], text: '' };
  const typed = isTyped ? `<${type}>` : '';
  return `${importOf(['connect', 'identifier', ...row.uses])}

${row.text}const snowflake = await connect();
const ${variable} = await snowflake.sql${typed}\`select * from \${identifier(${tableLiteral(path)})} limit ${ROWS}\`;
${variable}`;
}

/** The type alone, for a query of one's own. */
function rowTypeCell(path: readonly string[], columns: readonly TableColumn[]): string {
  const { uses, text } = rowInterface(namesOf(path).type, columns);
  return `${uses.length === 0 ? '' : `${importOf(uses)}\n\n`}${text.trimEnd()}`;
}

function namesOf(path: readonly string[]): TableNames {
  return tableNames(path.at(-1) ?? '');
}

interface RowInterface {
  /** What it imports. */
  readonly uses: readonly string[];
  /** With an empty line behind it. */
  readonly text: string;
}

function rowInterface(name: string, columns: readonly TableColumn[]): RowInterface {
  const types = columns.map((column) => ({ name: column.name, ...cellType(column) }));
  const used = [...new Set(types.flatMap(({ uses }) => uses ?? []))].sort();
  const members = types.map(({ name: column, text }) => `  readonly ${propertyName(column)}: ${text};\n`);
  return { uses: used.map((one) => `type ${one}`), text: `interface ${name} {\n${members.join('')}}\n\n` };
}

function importOf(names: readonly string[]): string {
  return `import { ${names.join(', ')} } from 'kernel-helpers';`;
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
