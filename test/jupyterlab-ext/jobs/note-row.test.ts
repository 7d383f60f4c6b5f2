import { describe, expect, test } from '@jest/globals';
import type { TranslationBundle } from '@jupyterlab/translation';
import { RequestError } from 'jupyterlab-ext/backend/request-error';
import { NoteRow } from 'jupyterlab-ext/jobs/views/note-row';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

const trans = { __: (text: string) => text } as unknown as TranslationBundle;
const place = { index: 1, startPx: 24, isActive: false, onFocus: () => undefined, measure: () => undefined };

/** What people read in the row of a list that could not be loaded. */
function textOf(error: unknown): string {
  const row = { is: 'note', key: 'error training', kind: 'training', note: 'error', error } as const;
  return renderToStaticMarkup(createElement(NoteRow, { row, place, isFiltered: false, trans })).replace(/<[^>]*>/g, '');
}

describe('the row of a list that could not be loaded', () => {
  test('says what failed and what to do, not only under the mouse', () => {
    const error = new RequestError({ message: 'SageMaker did not answer.', advice: 'Look at the network.' });

    expect(textOf(error)).toBe('SageMaker did not answer. Look at the network. Try again');
  });

  test('says what failed where there is no advice', () => {
    expect(textOf(new RequestError({ message: 'SageMaker did not answer.' }))).toBe(
      'SageMaker did not answer. Try again',
    );
  });
});
