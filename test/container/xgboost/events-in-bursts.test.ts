import { expect, test } from '@jest/globals';
import { EventsInBursts } from 'container/xgboost/events-in-bursts';

test.each([
  [
    'quick events together, at most a tenth of a second late',
    [15, 30, 45, 60, 75, 90, 105],
    [[], [], [], [], [], [], [15, 30, 45, 60, 75, 90, 105]],
  ],
  ['each rare event at once', [30, 60, 1000], [[30], [30, 60], [30, 60, 1000]]],
  ['quick ones at the latest with a rare one', [5, 10, 40], [[], [], [5, 10, 40]]],
])('tells %s', (_, times, toldAfter) => {
  let now = 0;
  const told: number[] = [];
  const events = new EventsInBursts<number>(
    (event) => told.push(event),
    () => now,
  );

  for (const [index, time] of times.entries()) {
    now = time;
    events.tell(time);
    expect(told).toEqual(toldAfter[index]);
  }
});

test('tells what still waits at the end', () => {
  const told: number[] = [];
  const events = new EventsInBursts<number>(
    (event) => told.push(event),
    () => 0,
  );

  events.tell(1);
  events.tell(2);
  events.flush();
  events.flush();

  expect(told).toEqual([1, 2]);
});
