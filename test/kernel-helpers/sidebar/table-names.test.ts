import { describe, expect, test } from '@jest/globals';
import { tableNames } from 'kernel-helpers/sidebar/code/table-names';
import ts from 'typescript';

describe('the names that an inserted cell gives to a table', () => {
  test.each([
    ['california_housing', 'CaliforniaHousing', 'californiaHousing'],
    ['CALIFORNIA_HOUSING', 'CaliforniaHousing', 'californiaHousing'],
    ['House Prices', 'HousePrices', 'housePrices'],
    ['größe', 'Größe', 'größe'],
    ['2020', 'Table2020', 'table2020'],
    ['*/ //', 'Table', 'table'],
    ['ORDER', 'Order', 'order'],
  ])('are made of the words of its name: %s', (table, type, variable) => {
    expect(tableNames(table)).toEqual({ type, variable });
  });

  test.each([
    ['MAP', 'MapRow', 'map'],
    ['RECORD', 'RecordRow', 'record'],
    ['DECIMAL', 'DecimalRow', 'decimal'],
    ['SNOWFLAKE', 'Snowflake', 'snowflakeTable'],
    ['PROCESS', 'Process', 'processTable'],
    ['connect', 'Connect', 'connectTable'],
  ])('hide nothing that cells need: %s', (table, type, variable) => {
    expect(tableNames(table)).toEqual({ type, variable });
  });

  test('compile for every word that TypeScript knows, and for every type of its library', () => {
    const words = Object.values(ts.SyntaxKind).flatMap((kind) =>
      typeof kind === 'number' ? [ts.tokenToString(kind) ?? ''] : [],
    );
    const names = [...words.filter((word) => /^[a-z]+$/.test(word)), 'arguments', 'eval'].map(tableNames);
    const text = names.map(({ type, variable }) => `{ interface ${type} {} const ${variable} = 0; }`).join('\n');

    const { diagnostics } = ts.transpileModule(`export {};\n${text}`, { reportDiagnostics: true });

    expect(diagnostics?.map(({ messageText }) => messageText)).toEqual([]);
  });
});
