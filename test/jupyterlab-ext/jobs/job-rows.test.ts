import { describe, expect, test } from '@jest/globals';
import type { JobListState, KindList } from 'jupyterlab-ext/jobs/list/job-list-store';
import { type ListRow, nearestRow, rowsOf } from 'jupyterlab-ext/jobs/list/job-rows';
import { actOfKey } from 'jupyterlab-ext/jobs/list/tree-keys';
import { jobMadeAt } from './support/job-summaries';

const CLOSED: KindList = { isOpen: false, items: [], work: 'none' };
const LOADED = { isOpen: true, work: 'none', asOf: new Date() } as const;

describe('the rows of the list', () => {
  test('are the kinds, and the jobs of those that are open', () => {
    const rows = rowsOf(stateOf({ training: { ...LOADED, items: [jobMadeAt(2), jobMadeAt(1)] } }));

    expect(rows.map(({ key }) => key)).toEqual([
      'kind training',
      'training houses-2',
      'training houses-1',
      'kind tuning',
      'kind transform',
      'kind endpoint',
    ]);
    expect(rows[2]).toMatchObject({ position: 2, size: 2 });
  });

  test.each<readonly [string, Partial<KindList>, readonly string[]]>([
    ['waits for its first answer', { work: 'refresh', asOf: undefined }, ['loading']],
    ['was not asked yet', { asOf: undefined }, []],
    ['has no job', {}, ['empty']],
    ['failed', { error: new Error('Rate exceeded') }, ['error']],
    ['has more pages', { items: [jobMadeAt(1)], next: '1' }, ['more']],
    ['waits for one page more', { items: [jobMadeAt(1)], next: '1', work: 'more' }, ['loading-more']],
    ['is read again', { items: [jobMadeAt(1)], work: 'refresh' }, []],
    ['failed and has older jobs', { items: [jobMadeAt(1)], error: new Error('Rate exceeded') }, ['error']],
  ])('say of a list that it %s', (_, list, notes) => {
    const rows = rowsOf(stateOf({ training: { ...LOADED, items: [], ...list } }));

    expect(rows.flatMap((row) => (row.is === 'note' ? [row.note] : []))).toEqual(notes);
  });

  test('keep the focus where it was, or near it when the row is gone', () => {
    const rows = rowsOf(stateOf({ training: { ...LOADED, items: [jobMadeAt(2), jobMadeAt(1)] } }));

    expect(nearestRow(rows, 'training houses-1', 0)).toBe(2);
    expect(nearestRow(rows, 'training gone', 1)).toBe(1);
    expect(nearestRow(rows, 'training gone', 99)).toBe(rows.length - 1);
  });
});

describe('the keys of the list', () => {
  const rows = rowsOf(stateOf({ training: { ...LOADED, items: [jobMadeAt(2), jobMadeAt(1)] } }));

  test.each<readonly [string, number, ReturnType<typeof actOfKey>]>([
    ['ArrowDown', 0, { is: 'move', to: 1 }],
    ['ArrowDown', 5, { is: 'move', to: 5 }],
    ['ArrowUp', 0, { is: 'move', to: 0 }],
    ['End', 0, { is: 'move', to: 5 }],
    ['Home', 4, { is: 'move', to: 0 }],
    ['PageDown', 0, { is: 'move', to: 3 }],
    ['ArrowRight', 0, { is: 'move', to: 1 }],
    ['ArrowRight', 3, { is: 'open' }],
    ['ArrowLeft', 2, { is: 'move', to: 0 }],
    ['ArrowLeft', 0, { is: 'open' }],
    ['ArrowLeft', 3, { is: 'move', to: 3 }],
    ['Enter', 1, { is: 'open' }],
    [' ', 1, { is: 'mark' }],
    [' ', 0, { is: 'open' }],
    ['x', 1, undefined],
  ])('%s in row %i', (key, active, act) => {
    expect(actOfKey(key, rows, active, 3)).toEqual(act);
  });

  test('mean nothing in an empty list', () => {
    const none: readonly ListRow[] = [];
    expect(actOfKey('Enter', none, 0, 3)).toBeUndefined();
  });
});

function stateOf(lists: Partial<JobListState['lists']>): JobListState {
  return {
    nameContains: '',
    lists: { training: CLOSED, tuning: CLOSED, transform: CLOSED, endpoint: CLOSED, ...lists },
  };
}
