import { expect, test } from '@jest/globals';
import { csvOf } from 'jupyterlab-ext/preview/csv';

test('a preview as CSV quotes what needs it, and tells a missing value from an empty text', () => {
  const column = (name: string) => ({ name, type: 'VARCHAR', isNumeric: false });
  const columns = [column('PLAIN'), column('we"ird, name')];
  const rows = [
    ['a', null],
    ['', 'b, "c"\nd'],
    ['null', '1.10'],
  ];

  expect(csvOf({ columns, rows })).toBe('PLAIN,"we""ird, name"\r\na,\r\n"","b, ""c""\nd"\r\nnull,1.10\r\n');
});
