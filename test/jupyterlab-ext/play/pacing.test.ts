import { describe, expect, test } from '@jest/globals';
import { Pacing, PlayEnded } from 'jupyterlab-ext/play/pacing';
import { HandClock } from '../recorded/support/hand-clock';

function begin(pace = 1) {
  const clock = new HandClock();
  return { clock, pacing: new Pacing(pace, clock) };
}

/** Whether a wait is over, seen from outside. */
function watch(wait: Promise<void>): { isOver: boolean } {
  const watched = { isOver: false };
  void wait.then(() => {
    watched.isOver = true;
  });
  return watched;
}

describe('a pause of a play', () => {
  test.each([
    [1, 1_000],
    [2, 2_000],
    [0.5, 500],
  ])('at pace %d lasts as long as it should', async (pace, expected) => {
    const { clock, pacing } = begin(pace);
    const pause = watch(pacing.wait(1_000));

    await clock.goOn(expected - 100);
    expect(pause.isOver).toBe(false);
    await clock.goOn(200);
    expect(pause.isOver).toBe(true);
  });

  test('is none at pace 0', async () => {
    await expect(begin(0).pacing.wait(60_000)).resolves.toBeUndefined();
  });

  test('does not go on while the speaker holds it, and then lasts as long as was left', async () => {
    const { clock, pacing } = begin();
    const pause = watch(pacing.wait(1_000));
    await clock.goOn(600);
    pacing.toggle();
    await clock.goOn(60_000);
    expect(pause.isOver).toBe(false);

    pacing.toggle();
    await clock.goOn(300);
    expect(pause.isOver).toBe(false);
    await clock.goOn(200);
    expect(pause.isOver).toBe(true);
  });

  test('is cut short by a step, and the next one is not', async () => {
    const { clock, pacing } = begin();
    const first = watch(pacing.wait(1_000));
    pacing.next();
    await clock.goOn(100);
    expect(first.isOver).toBe(true);

    const second = watch(pacing.wait(1_000));
    await clock.goOn(500);
    expect(second.isOver).toBe(false);
  });

  test('that is held goes one step on, and the next one is held too, also at pace 0', async () => {
    const { clock, pacing } = begin(0);
    pacing.hold();
    const first = watch(pacing.wait(1_000));
    await clock.goOn(100);
    expect(first.isOver).toBe(false);
    pacing.next();
    await clock.goOn(100);
    expect(first.isOver).toBe(true);

    const second = watch(pacing.wait(1_000));
    await clock.goOn(60_000);
    expect(second.isOver).toBe(false);
  });

  test.each(['while it lasts', 'while it is held', 'before it begins'])('ends with the play %s', async (when) => {
    const { pacing } = begin();
    if (when === 'while it is held') pacing.hold();
    if (when === 'before it begins') pacing.end();
    const pause = pacing.wait(1_000);
    pacing.end();

    await expect(pause).rejects.toThrow(PlayEnded);
  });
});
