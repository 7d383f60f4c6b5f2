import { expect, test } from '@jest/globals';
import { TableEngine } from 'kernel-helpers/widgets/explore/table-engine';

test('a table that is shown again costs no copy of its columns until rows are chosen', async () => {
  let reads = 0;
  const column = {
    name: 'N',
    kind: 'number',
    type: 'FLOAT',
    nullable: false,
    get values() {
      reads += 1;
      return Float64Array.of(0, 1, 2, 24);
    },
  } as const;
  const first = new TableEngine([column], 4);
  const profile = await first.profile(0);
  await first.close();
  const readsOfFirst = reads;
  const again = new TableEngine([column], 4);

  expect(await again.profile(0)).toEqual(profile);
  expect(await again.keptCounts(0)).toBeUndefined();
  expect([readsOfFirst > 0, reads]).toEqual([true, readsOfFirst]);

  await again.look({ filters: [{ column: 0, low: 1, high: 2 }], search: '' }, () => {});
  const kept = await again.keptCounts(0);
  expect(kept?.reduce((sum, rows) => sum + rows, 0)).toBe(2);
  await again.close();
});
