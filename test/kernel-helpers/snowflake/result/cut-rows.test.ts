import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { cutRows } from 'kernel-helpers/snowflake/result/cut-rows';
import { parseAnswer } from 'kernel-helpers/snowflake/result/parse-answer';
import { readColumns } from 'kernel-helpers/snowflake/result/read-columns';

const ROWSET = '"rowset"';

describe('the rows of an answer', () => {
  test('are cut out as they came, whatever they and the rest of the answer hold', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('rowset', `{${ROWSET}:[`, '\\', '"', '],"', ']'),
    );
    const rows = fc.array(fc.array(fc.option(text)), { maxLength: 5 });
    const answer = fc.record({ before: fc.dictionary(text, text), rows, after: fc.array(text), indent: fc.nat(2) });
    fc.assert(
      fc.property(answer, ({ before, rows: rowset, after, indent }) => {
        delete before.rowset;
        const all = { data: { before, rowtype: [{ name: 'rowset' }], rowset, after } };
        const { rest, inline } = cutRows(Buffer.from(JSON.stringify(all, undefined, indent)));

        expect(JSON.parse(rest)).toEqual(JSON.parse(JSON.stringify({ data: { ...all.data, rowset: null } })));
        expect(inline?.rowCount).toBe(rowset.length);
        expect(JSON.parse(`[${Buffer.from(inline?.bytes ?? []).toString('utf8')}]`)).toEqual(rowset);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['no rows', '{"data":{"rowtype":[]}}'],
    ['null in their place', '{"data":{"rowset":null}}'],
    ['rows that break off', '{"data":{"rowset":[["1"],["2'],
  ])('are not there in an answer with %s', (_, json) => {
    expect(cutRows(Buffer.from(json))).toEqual({ rest: json });
  });

  test('are read by the scanner of chunks, with space between them', async () => {
    const rowtype = [
      { name: 'N', type: 'real' },
      { name: 'T', type: 'text' },
    ];
    const rowset = [
      ['1.5', 'a"\\é\n'],
      [null, null],
    ];
    for (const indent of [0, 1]) {
      const json = JSON.stringify(
        { success: true, data: { queryId: '01', rowtype, rowset, total: 2 } },
        undefined,
        indent,
      );
      const answer = parseAnswer(Buffer.from(json));
      if (answer.kind !== 'result') throw new Error('no result');

      const [n, t] = await readColumns(answer.manifest);
      expect([...n.values]).toEqual([1.5, Number.NaN]);
      expect([...t.values]).toEqual(['a"\\é\n', '']);
    }
  });

  test('are as many as the answer says, or it is refused', () => {
    const json = JSON.stringify({ success: true, data: { queryId: '01', rowtype: [], rowset: [['1']], total: 2 } });

    expect(() => parseAnswer(Buffer.from(json))).toThrow('announces 2 rows but its parts hold 1');
  });
});
