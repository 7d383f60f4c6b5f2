import { describe, expect, test } from '@jest/globals';
import { findStart, headingsBySection } from 'jupyterlab-ext/play/find-start';
import { playRequestIn, withoutPlayRequest } from 'jupyterlab-ext/play/play-request';
import { demoPage } from '../../../kernel-helpers/jupyter/demo/demo-page';

describe('the address that npm run demo prints', () => {
  test('asks the page for what the command was asked for', () => {
    const asked = {
      notebooks: ['out/demo/one.ipynb', 'out/demo/a & b.es.ipynb'],
      pace: 0,
      zoom: 1.4,
      from: 'Deploy & go',
    };
    const page = new URL(demoPage(asked), 'http://127.0.0.1:1/');

    expect(playRequestIn(page.search)).toEqual(asked);
    expect(page.pathname).toBe('/lab/workspaces/demo/tree/out/demo/one.ipynb');
  });

  test('asks for the whole story where nothing is said', () => {
    const page = new URL(demoPage({ notebooks: ['one.ipynb'], pace: 1, zoom: 1 }), 'http://127.0.0.1:1/');

    expect(playRequestIn(page.search)).toEqual({ notebooks: ['one.ipynb'], pace: 1, zoom: 1 });
  });
});

describe('an address', () => {
  test.each(['', '?token=abc', '?play=', '?reset'])('%j plays nothing', (search) => {
    expect(playRequestIn(search)).toBeUndefined();
  });

  test.each(['', 'quick', '-1', 'Infinity'])('with the pace %j plays at the usual one', (pace) => {
    expect(playRequestIn(`?play=one.ipynb&pace=${pace}`)).toEqual({ notebooks: ['one.ipynb'], pace: 1, zoom: 1 });
  });
});

test.each([
  ['?reset&token=a%20b&play=one.ipynb&pace=0&from=x&zoom=1', '?reset&token=a%20b'],
  ['?play=one.ipynb', ''],
  ['?reset', '?reset'],
])('%s without what it asks to play is %j', (search, expected) => {
  expect(withoutPlayRequest(search)).toBe(expected);
});

describe('the place from which a notebook is played', () => {
  const cells = [
    { type: 'markdown', source: '# Train\n\nSome text' },
    { type: 'code', source: '# no heading' },
    { type: 'markdown', source: 'Text first.\n\n## Deploy it' },
    { type: 'code', source: '1' },
  ];

  test.each([
    ['deploy', 2],
    ['Train', 0],
    ['2', 1],
    [' 4 ', 3],
    ['no heading', undefined],
    ['0', undefined],
    ['5', undefined],
  ])('%j is cell %p', (from, expected) => {
    expect(findStart(cells, from)).toBe(expected);
  });

  test('is told by the heading above each cell', () => {
    expect(headingsBySection(cells)).toEqual(['Train', 'Train', 'Deploy it', 'Deploy it']);
  });
});
