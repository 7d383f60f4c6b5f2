import { afterEach, describe, expect, test } from '@jest/globals';
import { type DisplayOptions, KERNEL_BRIDGE, type KernelBridge } from 'kernel-helpers/cell/kernel-bridge';
import { display } from 'kernel-helpers/display/cells';
import { liveDisplay } from 'kernel-helpers/display/live-display';
import { progressLine } from 'kernel-helpers/display/progress';
import { show } from 'kernel-helpers/display/show';
import { MIME } from 'kernel-helpers/mime';
import { lineChart } from 'kernel-helpers/render/charts/line-chart';
import type { MimeBundle } from 'kernel-helpers/render/self-display';
import { Table } from 'kernel-helpers/table/columnar-table';
import { captureStdout } from '../../support/capture-stdout';

interface Shown {
  readonly data: MimeBundle;
  readonly options: DisplayOptions;
}

/** What is to be done before the cell ends. */
const lastWork = new Set<() => void>();

/** A kernel's bridge that records what it should display. */
function installBridge(): Shown[] {
  const shown: Shown[] = [];
  const bridge: KernelBridge = {
    display: (data, options = {}) => void shown.push({ data, options }),
    clearOutput: () => undefined,
    page: () => undefined,
    input: async () => '',
    signal: new AbortController().signal,
    audience: 'program',
    cellId: undefined,
    protect: async (work) => work(),
    bindToCell: (work) => work,
    showError: () => undefined,
    openComm: () => {
      throw new Error('Nobody is at the other end.');
    },
    beforeCellEnds: (work) => void lastWork.add(work),
    onKernelEnd: () => undefined,
    registerCommTarget: () => undefined,
  };
  Object.assign(globalThis, { [KERNEL_BRIDGE]: bridge });
  return shown;
}

/** Waits for something that a timer will do; jest's own limit is the deadline. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}

afterEach(() => {
  lastWork.clear();
  Reflect.deleteProperty(globalThis, KERNEL_BRIDGE);
  Reflect.deleteProperty(globalThis, '__tslab__');
});

const text = (value: string): MimeBundle => ({ 'text/plain': value, 'text/html': `<b>${value}</b>` });

function chartOf(round: number) {
  return lineChart([{ name: 'rmse', points: [{ round, value: 1 }] }], { title: `Error at round ${round}` });
}

function rounds(count: number): readonly string[] {
  return Array.from({ length: count }, (_, round) => chartOf(round).text);
}

describe('a live display', () => {
  test('is one output that is replaced by its id', () => {
    const shown = installBridge();
    const output = liveDisplay(text('one'));
    output.update(text('two'));

    expect(shown.map(({ data }) => data['text/plain'])).toEqual(['one', 'two']);
    expect(shown.map(({ options }) => options.update)).toEqual([false, true]);
    expect(new Set(shown.map(({ options }) => options.id)).size).toBe(1);
  });

  test('takes what shows itself, such as a chart or a table, in place of its data', () => {
    const shown = installBridge();
    const chart = lineChart([{ name: 'rmse', points: [{ round: 0, value: 1 }] }], { title: 'Error' });
    const output = liveDisplay(chart);
    output.update(Table.fromRows([{ CITY: 'Fresno' }]));

    expect(Object.keys(shown[0]?.data ?? {})).toContain(MIME.vegaLite);
    expect(shown[1]?.data['text/plain']).toContain('Fresno');
    expect(shown[1]?.options).toEqual({ id: shown[0]?.options.id, update: true });
  });

  test('has the picture of the first and of the last of many charts', () => {
    const shown = installBridge();
    const output = liveDisplay(chartOf(0));
    for (let round = 1; round < 50; round += 1) output.update(chartOf(round));
    output.close();

    expect(shown.flatMap(({ data }, at) => (MIME.png in data ? [at] : []))).toEqual([0, 50]);
    expect(shown.map(({ data }) => data[MIME.text])).toEqual([...rounds(50), chartOf(49).text]);
    expect(Math.max(...shown.slice(1, 50).map(({ data }) => JSON.stringify(data).length))).toBeLessThan(3_000);
  });

  test('gets the picture when no other chart comes', async () => {
    const shown = installBridge();
    const output = liveDisplay(chartOf(0));
    output.update(chartOf(1));
    output.update(chartOf(2));
    await until(() => shown.length === 4);

    expect(shown.map(({ data }) => MIME.png in data)).toEqual([true, false, false, true]);
    expect(shown[3]?.data[MIME.text]).toBe(chartOf(2).text);
  });

  test('shows no picture of a chart that something else has replaced', () => {
    const shown = installBridge();
    const output = liveDisplay(chartOf(0));
    output.update(chartOf(1));
    output.update(text('done'));
    for (const work of lastWork) work();
    output.close();

    expect(shown.map(({ data }) => data[MIME.text])).toEqual([...rounds(2), 'done']);
  });

  test('ignores updates after it was closed once or twice', () => {
    const shown = installBridge();
    const output = liveDisplay(text('one'));
    output.close();
    output.close();
    output.update(text('two'));

    expect(shown).toHaveLength(1);
  });

  test('prints only the lines that are new where outputs cannot be replaced', async () => {
    const printed = await captureStdout(() => {
      const output = liveDisplay(text('Starting\nhost 1'));
      output.update(text('Training\nhost 1'));
      output.update(text('Training\nhost 1'));
      output.close();
    });

    expect(printed).toBe('Starting\nhost 1\nTraining\n');
  });

  test('uses the updating display of stock tslab', () => {
    const written: [number, string, unknown][] = [];
    let displays = 0;
    const newDisplay = () => {
      displays += 1;
      const number = displays;
      return { raw: (mime: string, content: unknown) => void written.push([number, mime, content]) };
    };
    const tslab = { display: newDisplay(), newDisplay };
    Object.assign(globalThis, { __tslab__: { require: () => tslab } });

    const output = liveDisplay(text('one'));
    output.update(text('two'));

    expect(written).toEqual([
      [2, 'text/html', '<b>one</b>'],
      [2, 'text/html', '<b>two</b>'],
    ]);
  });
});

describe('display', () => {
  test('gives a chart that is replaced many times one picture before the cell ends', () => {
    const shown = installBridge();
    display(chartOf(0), { id: 'error' });
    for (let round = 1; round < 20; round += 1) display(chartOf(round), { id: 'error', update: true });
    for (const work of lastWork) work();

    expect(shown.flatMap(({ data }, at) => (MIME.png in data ? [at] : []))).toEqual([0, 20]);
    expect(shown.at(-1)).toMatchObject({
      options: { id: 'error', update: true },
      data: { [MIME.text]: chartOf(19).text },
    });
  });
});

describe('a progress line', () => {
  test('says how far the work is, and leaves nothing behind', async () => {
    const shown = installBridge();
    const line = progressLine('Loading houses', { quietSeconds: 0 });
    await until(() => shown.length === 1);
    line.report('10 of 20 rows');
    line.close();
    line.close();

    expect(shown.map(({ data }) => data['text/plain'])).toEqual([
      'Loading houses',
      'Loading houses: 10 of 20 rows',
      '',
    ]);
  });

  test('ends with the result', async () => {
    const shown = installBridge();
    const line = progressLine('Building', { quietSeconds: 0 });
    await until(() => shown.length === 1);
    line.close('The image is in ECR.');

    expect(shown.at(-1)?.data['text/plain']).toBe('The image is in ECR.');
  });

  test('prints its steps where outputs cannot be replaced, and not every count', async () => {
    const printed = await captureStdout(async () => {
      const line = progressLine('Loading houses', { quietSeconds: 0 });
      let isShown = false;
      setTimeout(() => {
        isShown = true;
      });
      await until(() => isShown);
      for (const text of ['10 of 2,000 rows', '20 of 2,000 rows', '1,520 of 2,000 rows', 'almost done'])
        line.report(text);
      line.close();
    });

    expect(printed).toBe('Loading houses\nLoading houses: 10 of 2,000 rows\nLoading houses: almost done\n');
  });

  test('is not shown at all when the work is quick', () => {
    const shown = installBridge();
    const line = progressLine('Loading houses');
    line.report('20 of 20 rows');
    line.close();

    expect(shown).toEqual([]);
  });
});

describe('show', () => {
  test('displays all formats of a value', () => {
    const shown = installBridge();
    show([{ a: 1 }]);

    expect(Object.keys(shown[0].data)).toEqual(['text/html', 'text/plain']);
  });

  test('prints text where there is no kernel', async () => {
    expect(await captureStdout(() => show([{ a: 1 }]))).toBe('a\n1\n1 row × 1 column\n');
  });
});
