import { describe, expect, test } from '@jest/globals';
import type { TranslationBundle } from '@jupyterlab/translation';
import { RequestError } from 'jupyterlab-ext/backend/request-error';
import { ErrorNote } from 'jupyterlab-ext/notes/error-note';
import { ERROR_REASONS, type ErrorReason } from 'kernel-helpers/error-reason';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

const trans = { __: (text: string) => text } as unknown as TranslationBundle;
const acts = { onRetry: () => undefined, onDoctor: () => undefined };

function drawn(error: unknown, more: Partial<typeof acts> = acts): string {
  return renderToStaticMarkup(createElement(ErrorNote, { error, trans, ...more }));
}

const failure = (reason?: ErrorReason) =>
  new RequestError({ message: 'It failed.', advice: 'Do this.', ...(reason && { reason }) });
const buttonsOf = (html: string) => [...html.matchAll(/<button[^>]*>([^<]+)</g)].map(([, text]) => text);

describe('the note of a failure', () => {
  test('shows what failed and what to do as text, whatever characters they have', () => {
    const html = drawn(new RequestError({ message: '<b>no</b>', advice: '<img src=x onerror=alert(1)>' }));

    expect(html).toContain('&lt;b&gt;no&lt;/b&gt;');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  test.each<[ErrorReason | undefined, string]>([
    ['not-authorised', 'locked'],
    ['table-not-found', 'missing'],
    ['expired', 'signed-out'],
    ['suspended', 'paused'],
    ['unreachable', 'unreachable'],
    ['throttled', 'slow'],
    ['kernel-gone', 'stopped'],
    ['refused', 'failed'],
    [undefined, 'failed'],
  ])('has for the reason %s the picture "%s"', (reason, picture) => {
    expect(drawn(failure(reason))).toContain(`tj-picture-error-${picture}"`);
  });

  test('offers the doctor first where accounts, rights or the network are the reason', () => {
    const withDoctor = ERROR_REASONS.filter((reason) => buttonsOf(drawn(failure(reason)))[0] === 'Run the doctor');

    expect(withDoctor).toEqual(['not-authorised', 'not-signed-in', 'expired', 'bad-settings', 'unreachable']);
  });

  test.each<ErrorReason | undefined>(['unreachable', 'throttled', undefined])(
    'offers to try again after the reason %s where that is possible, and else nothing',
    (reason) => {
      expect(buttonsOf(drawn(failure(reason))).at(-1)).toBe('Try again');
      expect(buttonsOf(drawn(failure(reason), {}))).toEqual([]);
    },
  );

  test('shows an error of any other kind by its message', () => {
    expect(drawn(new TypeError('x is not a function'))).toContain('x is not a function');
  });
});
