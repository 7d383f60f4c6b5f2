import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { NOT_USED, type Out, xgboost } from 'container/xgboost/bindings';
import { loadLibrary } from 'container/xgboost/library';
import { isPlatformError } from 'kernel-helpers/errors';
import { useXGBoostLibrary, xgboostLibrary } from '../support/xgboost-library';
import { functions, source } from './c-api/xgboost.facts.json';

beforeAll(useXGBoostLibrary);

describe('the bindings', () => {
  test('name every function that the library exports, used or not', () => {
    const bound = Object.keys(xgboost());
    const unused = Object.values(NOT_USED).flat();

    expect([...bound, ...unused].sort()).toEqual(exportedFunctions());
  });

  test('are compared with the header of the same release', () => {
    expect(source).toContain('/v3.2.0/');
    expect(exportedFunctions()).toEqual(expect.arrayContaining(Object.keys(functions)));
  });

  test('call each function with the types that the header declares', () => {
    const bound = Object.entries(xgboost()) as unknown as [keyof typeof functions, BoundFunction][];

    const calls = bound.map(([name, { info }]) => [name, info.arguments.length, signatureOf(info, functions[name])]);

    expect(calls).toEqual(bound.map(([name]) => [name, functions[name].length - 1, functions[name]]));
  });

  test('are for the release of XGBoost that the image holds', () => {
    const version: [Out<number>, Out<number>, Out<number>] = [[null], [null], [null]];

    xgboost().XGBoostVersion(...version);

    expect(version.flat()).toEqual([3, 2, 0]);
  });
});

describe('a library that does not load', () => {
  test.each([
    ['is not there', '/nowhere/libxgboost.so', /is not at \/nowhere\/libxgboost\.so\. .*set XGBOOST_LIBRARY/],
    ['is not a library', __filename, /does not load: .*install the whole wheel/],
  ])('because it %s is a platform error that says what to do', (_why, path, message) => {
    const load = () => loadLibrary(path);

    expect(load).toThrow(message);
    expect(isPlatformError(errorOf(load))).toBe(true);
  });
});

/** Names in the dynamic string table; the wheel brings no header to compare with. */
function exportedFunctions(): string[] {
  const text = readFileSync(xgboostLibrary(), 'latin1');
  return [
    ...new Set(
      Array.from(
        text.matchAll(/\0(XG(?:B|D|Booster|Communicator|Tracker|Proxy|Quantile|ExtMem)\w+)(?=\0)/g),
        ([, name]) => name,
      ),
    ),
  ].sort();
}

/** What koffi holds of a function. */
interface BoundFunction {
  readonly info: { readonly result: BoundType; readonly arguments: readonly { readonly type: BoundType }[] };
}

interface BoundType {
  readonly name: string;
  readonly primitive: string;
}

/** A pointer that is read later by its address alone may be bound as `void **`, whatever it points to. */
function signatureOf(info: BoundFunction['info'], declared: readonly string[]): string[] {
  return [info.result, ...info.arguments.map(({ type }) => type)].map(({ name, primitive }, index) => {
    if (primitive === 'Callback') return 'void *';
    if (name === 'void **' && declared[index]?.includes('**')) return declared[index];
    return name === 'size_t' ? 'uint64_t' : name;
  });
}

function errorOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
