import { describe, expect, test } from '@jest/globals';
import {
  hasReason,
  InternalError,
  isPlatformError,
  isUserError,
  PlatformError,
  reasonOf,
  UserError,
} from 'kernel-helpers';
import { errorFromJson, errorToJson } from 'kernel-helpers/error-codec';
import { ErrorJson } from 'kernel-helpers/error-json';
import { adviceOf, failedOf, oneErrorFor, withAdvice } from 'kernel-helpers/errors';

/** As threads, processes and comms carry it. */
function sent(error: unknown, options: { readonly isForPage?: boolean } = {}): ErrorJson {
  return ErrorJson.parse(JSON.parse(JSON.stringify(errorToJson(error, options))));
}

function received(error: unknown): Error & { readonly facts: unknown } {
  return errorFromJson(sent(error));
}

class StoreRefused extends PlatformError {
  override readonly name = 'StoreRefused';
}

describe('an error on its way', () => {
  test.each([
    ['UserError', new UserError('No such table.', { reason: 'table-not-found', facts: { code: '002003' } })],
    ['PlatformError', new PlatformError('AWS is busy.', { reason: 'throttled', facts: { status: 400, late: true } })],
    ['InternalError', new InternalError('A bug.')],
    ['StoreRefused', new StoreRefused('The store says no.', { facts: { storeCode: undefined, host: 'store' } })],
  ])('stays the %s that it was', (name, error) => {
    const copy = received(error);

    expect(copy.name).toBe(name);
    expect(copy.message).toBe(error.message);
    expect(copy.facts).toEqual(JSON.parse(JSON.stringify(error.facts)));
    expect(reasonOf(copy)).toBe(error.reason);
    expect(isUserError(copy)).toBe(isUserError(error));
    expect(isPlatformError(copy)).toBe(isPlatformError(error));
    expect(copy instanceof InternalError).toBe(error instanceof InternalError);
  });

  test('keeps what failed and what to do apart', () => {
    const error = new UserError('Role READER may not read HOUSES.', { advice: 'Ask for the grant.' });

    expect(error.message).toBe('Role READER may not read HOUSES. Ask for the grant.');
    expect(sent(error)).toMatchObject({ message: 'Role READER may not read HOUSES.', advice: 'Ask for the grant.' });
    expect(received(error).message).toBe(error.message);
    expect(adviceOf(received(error))).toBe('Ask for the grant.');
  });

  test('keeps its causes in their order, with name, message and code', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const copy = received(
      new PlatformError('No answer.', { cause: new TypeError('fetch failed', { cause: refused }) }),
    );

    expect(copy.cause).toMatchObject({ name: 'TypeError', message: 'fetch failed' });
    expect((copy.cause as Error).cause).toMatchObject({ message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' });
  });

  test('is a bug if nobody made it on purpose, and keeps its stack for the log', () => {
    const error = new TypeError('x is not a function');
    const copy = received(error);

    expect(copy).toBeInstanceOf(InternalError);
    expect(copy).toMatchObject({ name: 'TypeError', message: 'x is not a function', stack: error.stack });
  });

  test.each([
    ['a text', 'broken', 'broken'],
    ['nothing', undefined, 'undefined'],
    ['an object with a message', { message: 'from a native library' }, 'from a native library'],
  ])('may be %s', (_what, thrown, message) => {
    expect(sent(thrown)).toMatchObject({ kind: 'internal', message });
  });

  test('says of an interrupt and of a long wait what they are', () => {
    const abort = received(AbortSignal.abort().reason);

    expect(abort.name).toBe('AbortError');
    expect(reasonOf(abort)).toBe('interrupted');
    expect(isUserError(abort)).toBe(true);
    expect(sent(new DOMException('too long', 'TimeoutError'))).toMatchObject({ kind: 'platform', reason: 'timed-out' });
  });

  test('ends even if its causes lead back to it', () => {
    const error = new PlatformError('Round and round.');
    Object.defineProperty(error, 'cause', { value: new Error('in between', { cause: error }) });

    expect(sent(error).causes?.map(({ message }) => message)).toEqual(['in between']);
  });
});

describe('what an error does not tell', () => {
  const request = { headers: { authorization: 'the-token' } };
  const cause = Object.assign(new Error('GET https://me:the-token@store.example/part?sig=the-token&part=1 failed'), {
    request,
  });

  test('are tokens in addresses and properties of its causes', () => {
    expect(JSON.stringify(errorToJson(new PlatformError('No part.', { cause })))).not.toContain('the-token');
    expect(JSON.stringify(errorToJson(cause))).not.toContain('the-token');
  });

  test('are stacks and causes, where it is for the page', () => {
    const json = sent(new PlatformError('No part.', { cause }), { isForPage: true });

    expect(json).toEqual({ kind: 'platform', name: 'PlatformError', message: 'No part.', facts: {} });
    expect(sent(new TypeError('x'), { isForPage: true })).not.toHaveProperty('stack');
  });
});

describe('a reason', () => {
  test('is asked for by its name', () => {
    const error = new UserError('No warehouse is active.', { reason: 'no-warehouse' });

    expect(hasReason(error, 'no-warehouse')).toBe(true);
    expect(hasReason(error, 'expired', 'no-warehouse')).toBe(true);
    expect(hasReason(error, 'expired')).toBe(false);
    expect(hasReason(new Error('x'), 'expired')).toBe(false);
  });

  test('and the advice stay when a sentence is added', () => {
    const error = new PlatformError('AWS is busy.', { reason: 'throttled', advice: 'Wait.' });
    const longer = withAdvice(error, 'The endpoint goes on.');

    expect(longer).toMatchObject({ message: 'AWS is busy. Wait. The endpoint goes on.', reason: 'throttled' });
    expect(failedOf(longer)).toBe('AWS is busy.');
    expect(adviceOf(longer)).toBe('Wait. The endpoint goes on.');
  });

  test('of several errors is the one that all share', () => {
    const one = new PlatformError('One.', { reason: 'throttled' });

    expect(reasonOf(oneErrorFor('Two:', [one, new PlatformError('Two.', { reason: 'throttled' })]))).toBe('throttled');
    expect(reasonOf(oneErrorFor('Two:', [one, new PlatformError('Two.')]))).toBeUndefined();
  });
});
