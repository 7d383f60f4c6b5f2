import { describe, expect, test } from '@jest/globals';
import type { LogLine } from 'jupyterlab-ext/jobs/log/log-buffer';
import { LogStore } from 'jupyterlab-ext/jobs/log/log-store';

const LIMITS = { lines: 100, characters: 100_000, charactersPerLine: 200 };

describe('the log of a job', () => {
  test('shows all lines of all hosts, with their numbers', () => {
    const log = new LogStore(LIMITS);

    log.append([line('one', 'algo-2'), line('two', 'algo-10'), line('three', 'algo-1')]);

    expect(log.state).toMatchObject({ count: 3, total: 3, leftOut: 0, hosts: ['algo-1', 'algo-2', 'algo-10'] });
    expect(log.lineAt(1)).toMatchObject({ number: 2, text: 'two', host: 'algo-10' });
    expect(log.lineAt(3)).toBeUndefined();
  });

  test('keeps the newest lines and says how many it leaves out', () => {
    const log = new LogStore(LIMITS);

    for (let batch = 0; batch < 10; batch += 1) log.append(lines(100, batch * 100));

    const { count, leftOut } = log.state;
    expect(count).toBeLessThanOrEqual(LIMITS.lines);
    expect(count + leftOut).toBe(1000);
    expect(log.lineAt(count - 1)).toMatchObject({ number: 1000, text: 'line 999' });
    expect(log.lineAt(0)).toMatchObject({ number: leftOut + 1, text: `line ${leftOut}` });
  });

  test('is bounded in characters too, and cuts a line that is too long, saying so', () => {
    const log = new LogStore({ lines: 1_000_000, characters: 1_000, charactersPerLine: 100 });

    log.append([line('x'.repeat(150))]);
    expect(log.lineAt(0)?.text).toBe(`${'x'.repeat(100)} … (50 characters left out)`);
    log.append(Array.from({ length: 50 }, () => line('y'.repeat(100))));

    expect(log.state.count).toBeLessThanOrEqual(10);
    expect(log.state.count + log.state.leftOut).toBe(51);
  });

  test('shows the lines that hold a text, in whatever case, and goes on with lines that come later', () => {
    const log = new LogStore(LIMITS);
    log.append([line('Loading rows'), line('[1] train-rmse:0.5'), line('loaded 5 rows')]);

    log.filter({ text: 'ROWS' });
    log.append([line('[2] train-rmse:0.4'), line('no rows left')]);

    expect(shown(log)).toEqual(['Loading rows', 'loaded 5 rows', 'no rows left']);
    expect(log.state).toMatchObject({ count: 3, total: 5 });
    log.filter({ text: '' });
    expect(log.state.count).toBe(5);
  });

  test('shows the lines of one host', () => {
    const log = new LogStore(LIMITS);
    log.append([line('a', 'algo-1'), line('b', 'algo-2')]);

    log.filter({ text: '', host: 'algo-2' });
    log.append([line('c', 'algo-1'), line('d', 'algo-2')]);

    expect(shown(log)).toEqual(['b', 'd']);
  });

  test('shows no filtered line that is left out', () => {
    const log = new LogStore(LIMITS);
    log.filter({ text: 'line' });

    for (let batch = 0; batch < 5; batch += 1) log.append(lines(60, batch * 60));

    const texts = shown(log);
    expect(texts).toHaveLength(log.state.count);
    expect(texts[0]).toBe(`line ${log.state.leftOut}`);
    expect(texts.at(-1)).toBe('line 299');
  });

  test('keeps its filter when it begins anew', () => {
    const log = new LogStore(LIMITS);
    log.filter({ text: 'b' });
    log.append([line('a'), line('b')]);

    log.clear();
    log.append([line('b again'), line('c')]);

    expect(shown(log)).toEqual(['b again']);
  });

  test('takes the first line of the failure reason or an error for the first error', () => {
    const log = new LogStore(LIMITS);
    log.append([line('0 errors so far'), line('The label is 7 in row 3.'), line('Error: boom')]);

    expect(log.firstError()).toBe(2);
    log.explain('AlgorithmError: The label is 7 in row 3.\nUse labels below 3.');
    expect(log.firstError()).toBe(1);
  });

  test.each([
    'Traceback (most recent call last):',
    'ValueError: no such column',
    'java.lang.NullPointerException',
    'TypeError [ERR_INVALID_ARG_TYPE]: The "path" argument must be of type string.',
    'ERROR could not connect',
  ])('takes for an error: %s', (text) => {
    expect(new LogStore().isErrorLine(text)).toBe(true);
  });

  test.each(['[3] train-error:0.25', 'validation-rmse:0.4', 'Retrying after errors', 'terror'])(
    'takes for no error: %s',
    (text) => {
      expect(new LogStore().isErrorLine(text)).toBe(false);
    },
  );
});

function line(text: string, host = 'algo-1'): LogLine {
  return { at: '2026-11-27T10:00:00.000Z', host, text };
}

function lines(count: number, from: number): LogLine[] {
  return Array.from({ length: count }, (_, index) => line(`line ${from + index}`));
}

function shown(log: LogStore): string[] {
  return Array.from({ length: log.state.count }, (_, place) => log.lineAt(place)?.text ?? 'missing');
}
