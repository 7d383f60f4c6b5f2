import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { tableFromIPC as readByPeer, tableFromArrays, tableToIPC } from 'apache-arrow';
import { arrowFile } from '../../../kernel-helpers/src/files/arrow/read-arrow';
import { writeArrowFile } from '../../../kernel-helpers/src/files/arrow/write-arrow';
import type { ReadColumnsOptions } from '../../../kernel-helpers/src/files/parquet/read-parquet';
import type { TableData } from '../../../kernel-helpers/src/files/tables-to-write';
import { quietly } from '../../../kernel-helpers/src/surroundings';
import { Table } from '../../../kernel-helpers/src/table/columnar-table';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { randomTable, sameValues, seededRandom } from './random-table';

const folder = makeTemporaryFolder('arrow');
afterAll(() => folder.close());

const NEVER = new AbortController().signal;
const placeOf = (name: string) => join(folder.path, name);
const read = (name: string, options: ReadColumnsOptions = {}) => arrowFile(placeOf(name), options, quietly(NEVER));
const write = async (data: TableData, name: string) => await writeArrowFile(data, placeOf(name), {}, quietly(NEVER));

describe('readArrow and writeArrow', () => {
  test.each(['random.arrow', 'random.arrows', 'random.arrow.gz'])('keep whatever values in %s', async (name) => {
    const random = seededRandom(7);
    for (let round = 0; round < 5; round += 1) {
      // Arrow has no offset for each value, and no nanoseconds of far years.
      const table = randomTable(random, 40)
        .filter((row) => !String(row.CLOCK).startsWith('0001'))
        .without('INSTANT');
      await write(table, name);
      const { left, right } = sameValues(await read(name), table) as { left: unknown; right: unknown };

      expect(left).toEqual(right);
    }
  });

  test('give what the library of Apache reads, and read what it writes, with its dictionaries', async () => {
    await write(
      Table.fromRows([
        { CITY: 'Fresno', PRICE: 1.5, COAST: true },
        { CITY: null, PRICE: 2, COAST: null },
      ]),
      'peer.arrow',
    );
    const peer = readByPeer(readFileSync(placeOf('peer.arrow')));
    writeFileSync(
      placeOf('theirs.arrow'),
      tableToIPC(tableFromArrays({ CITY: ['Fresno', 'Eureka', 'Fresno'], ROOMS: Int32Array.from([1, -2, 3]) }), 'file'),
    );

    expect(peer.toArray().map((row) => ({ ...row }))).toEqual([
      { CITY: 'Fresno', PRICE: 1.5, COAST: true },
      { CITY: null, PRICE: 2, COAST: null },
    ]);
    expect((await read('theirs.arrow', { columns: ['rooms', 'CITY'] })).toRows()).toEqual([
      { ROOMS: 1, CITY: 'Fresno' },
      { ROOMS: -2, CITY: 'Eureka' },
      { ROOMS: 3, CITY: 'Fresno' },
    ]);
  });

  test('give a Table for each record batch, of the kinds that hold all values', async () => {
    const tables = [Table.fromRows([{ A: 1n, B: 'x' }]), Table.fromRows([{ A: 2n ** 60n, B: 'y' }])];
    await write(tables, 'batches.arrows');
    const batches: Table[] = [];
    for await (const batch of read('batches.arrows').batches()) batches.push(batch);

    expect(batches.map((batch) => batch.toRows())).toEqual([[{ A: 1, B: 'x' }], [{ A: 2n ** 60n, B: 'y' }]]);
    expect(batches.map((batch) => batch.column('A').kind)).toEqual(['bigint', 'bigint']);
  });

  test('refuse lists, another format, and tables of other kinds, in words', async () => {
    writeFileSync(placeOf('lists.arrow'), tableToIPC(tableFromArrays({ LIST: [[1, 2], [3]] }), 'file'));
    writeFileSync(placeOf('other.arrow'), 'A,B\n1,2\n');

    await expect(read('lists.arrow')).rejects.toThrow(
      /^lists\.arrow has columns for which a Table has no kind:\n- LIST /,
    );
    await expect(read('other.arrow')).rejects.toThrow(/^other\.arrow cannot be read as Arrow: /);
    await expect(write([Table.fromRows([{ A: 1 }]), Table.fromRows([{ A: 'x' }])], 'mixed.arrow')).rejects.toThrow(
      'Some rows need another Arrow type for A than the first ones.',
    );
  });
});
