import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { axeViolations } from '../support/axe-violations';
import { SidebarUnderTest } from '../support/sidebar-under-test';

const CELLS = [
  { source: '# A story\n\nIt has few words.', type: 'markdown' },
  { source: 'let runs = 0; runs' },
  { source: "console.log('printed'); runs += 1" },
  { source: '## The end', type: 'markdown' },
  { source: "if (runs < 2) throw new Error('Only ' + runs + ' run.'); 'well'" },
  { source: 'runs' },
] as const;

let lab: SidebarUnderTest;
beforeAll(async () => {
  lab = await SidebarUnderTest.open({ cells: CELLS });
}, 120_000);
afterAll(() => lab?.close());

function bar() {
  return lab.page.getByRole('region', { name: 'Play of the notebook' });
}

async function play(query: string): Promise<void> {
  await lab.page.goto(`${lab.lab.url}&reset&play=shown.ipynb&${query}`);
  await bar().waitFor();
}

async function outputs(index: number): Promise<string> {
  const shown = lab.page.locator('.jp-CodeCell').nth(index).locator('.jp-OutputArea-output');
  return (await shown.allTextContents()).map((text) => text.trim()).join('|');
}

/** The page hears the keys of the speaker wherever the pointer has been, but not while something is typed. */
async function press(key: string): Promise<void> {
  await lab.page.keyboard.press(key);
}

describe('a notebook that is played', () => {
  test('runs cell after cell by the address of the page, which then holds neither the play nor the token', async () => {
    await play('pace=0');
    await bar().getByText('This cell failed.').waitFor();

    expect([await outputs(0), await outputs(1)]).toEqual(['0', 'printed|1']);
    expect(await outputs(2)).toContain('Only 1 run.');
    expect(await outputs(3)).toBe('');
    expect(new URL(lab.page.url()).search).toBe('');
    expect(await bar().textContent()).toContain('cell 5 of 6 · The end');
    expect(await axeViolations(bar())).toEqual([]);
  });

  test('waits after a cell that failed until the speaker goes on, and then goes to the end', async () => {
    await press('ArrowRight');
    await bar().getByText('Paused').waitFor();
    await press(' ');
    await bar().getByText('The play is over.').waitFor();

    expect(await outputs(3)).toBe('1');
    await press('Escape');
    await bar().waitFor({ state: 'detached' });
  });

  test('runs up to a heading without pauses, is held there by Space, and goes on in steps by the keys of a remote control', async () => {
    await play('pace=100&from=The end');
    await bar().getByText('cell 4 of 6').waitFor();
    expect([await outputs(0), await outputs(1)]).toEqual(['0', 'printed|1']);
    await press(' ');
    await bar().getByText('Paused').waitFor();
    await press('PageDown');
    await bar().getByText('cell 5 of 6').waitFor();

    expect(await outputs(2)).toBe('');
    await press('PageDown');
    await bar().getByText('This cell failed.').waitFor();
  });

  test('leaves keys to a cell in which something is typed', async () => {
    const editor = lab.page.locator('.jp-CodeCell').nth(3).locator('.cm-content');
    await editor.click();
    await press('End');
    await press(' ');
    await press('Escape');

    expect(await editor.textContent()).toBe('runs ');
    expect(await bar().isVisible()).toBe(true);
    await bar().getByRole('button', { name: 'end' }).click();
    await bar().waitFor({ state: 'detached' });
  });

  test('is the one in front by a command of the palette', async () => {
    await lab.run('Play this notebook for an audience');

    await bar().getByText('cell 1 of 6 · A story').waitFor();
    await bar().getByRole('button', { name: 'end' }).click();
  });

  test('says why it stops', async () => {
    await play('pace=0&from=Nowhere');

    await bar().getByText('The play has stopped: no cell has the number or the heading "Nowhere".').waitFor();
  });
});
