import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkScript } from 'kernel-helpers/sagemaker/training-script/check-script';
import { packSource } from 'kernel-helpers/sagemaker/training-script/pack-source';
import { readDeclaration } from 'kernel-helpers/sagemaker/training-script/read-declaration';
import { list } from 'tar';
import { ROOT } from '../../support/clone';
import { makeTemporaryFolder } from '../../support/temporary-folder';

let folder: ReturnType<typeof makeTemporaryFolder>;
beforeAll(() => {
  folder = makeTemporaryFolder('training-script');
});
afterAll(() => folder.close());

function script(name: string, source: string): string {
  const path = join(folder.path, name);
  writeFileSync(path, source);
  return path;
}

const GOOD = `import { defineTraining } from 'container';
export default defineTraining(async ({ share, hyperparameters, train, saveModel }) => {
  const rows = await share({ validation: 0.25, seed: 42 });
  await saveModel(await train(rows, hyperparameters));
});
`;

describe('a training script', () => {
  test('of the notebooks type-checks', () => {
    expect(checkScript(join(ROOT, 'notebooks/training/train.ts'))).toEqual([]);
  });

  test('anywhere on the disk finds the API of the image', () => {
    expect(checkScript(script('good.ts', GOOD))).toEqual([]);
  });

  test('with a wrong type is refused with file, line and column', () => {
    const path = script('wrong-type.ts', GOOD.replace('validation: 0.25', "validation: 'a quarter'"));

    expect(checkScript(path)).toEqual([
      expect.stringMatching(/^wrong-type\.ts:3:30: Type 'string' is not assignable to type 'number/),
    ]);
  });

  test('with a syntax error is refused with file, line and column', () => {
    expect(checkScript(script('wrong-syntax.ts', 'export default (;'))[0]).toMatch(/^wrong-syntax\.ts:1:\d+: /);
  });

  test('that imports a missing module is refused', () => {
    const path = script('wrong-import.ts', `import { nothing } from './not-there';\nexport default nothing;\n`);

    expect(checkScript(path)).toEqual([
      "wrong-import.ts:1:25: Cannot find module './not-there' or its corresponding type declarations.",
    ]);
  });

  test('that exports nothing is refused', () => {
    expect(checkScript(script('no-export.ts', 'const rows = 1;\nconsole.log(rows);\nexport {};\n'))).toEqual([
      'no-export.ts:1:1: the default export is not a training. Write export default defineTraining(async (training) => { … }).',
    ]);
  });

  test('that exports something else is refused', () => {
    expect(checkScript(script('number.ts', 'export default 42;\n'))[0]).toContain(
      'the default export is not a training',
    );
  });
});

describe('the hyperparameters that a training script declares', () => {
  const DECLARES = `import { choice, defineTraining, number } from 'container';
console.log('loaded');
const hyperparameters = { part: number({ to: 1, default: 0.2 }), measure: choice(['mean', 'median'], { default: 'mean' }) };
export default defineTraining({ hyperparameters }, async ({ settings, log }) => {
  const part: number = settings.part;
  const measure: 'mean' | 'median' = settings.measure;
  log(measure + part);
});
`;

  test('have types in its story, and are read by loading it as a host will', async () => {
    const path = script('declares.ts', DECLARES);

    expect(checkScript(path)).toEqual([]);
    expect(await readDeclaration(await packSource(path))).toEqual({
      part: { kind: 'number', to: 1, default: 0.2 },
      measure: { kind: 'choice', choices: ['mean', 'median'], default: 'mean' },
    });
    expect(checkScript(script('misspelt.ts', DECLARES.replace('settings.part', 'settings.parts')))).toEqual([
      expect.stringMatching(/^misspelt\.ts:5:33: Property 'parts' does not exist on type .* Did you mean 'part'\?$/),
    ]);
  });

  test.each([
    ['none', GOOD, {}],
    ['a name of XGBoost’s', DECLARES.replaceAll('part', 'eta'), /"eta" has the name of XGBoost's hyperparameter/],
    ['nothing readable, as it fails', `${GOOD}throw new Error('no disk');`, /no disk/],
  ])('may be %s', async (_what, source, found) => {
    const reading = readDeclaration(await packSource(script('other.ts', source)));

    if (found instanceof RegExp) await expect(reading).rejects.toThrow(found);
    else expect(await reading).toEqual(found);
  });
});

describe('the source archive', () => {
  test('holds one bundled file, with what the script imports and without the image’s API', async () => {
    script('helper.ts', 'export const SEED: number = 42_4242;\n');
    const path = script('bundle.ts', `import { SEED } from './helper';\n${GOOD.replace('42 }', 'SEED }')}`);

    const { program, archive } = await packSource(path);

    const archivePath = join(folder.path, 'sourcedir.tar.gz');
    writeFileSync(archivePath, archive);
    const entries: string[] = [];
    await list({ file: archivePath, onReadEntry: (entry) => void entries.push(entry.path) });
    expect(program).toBe('bundle.js');
    expect(entries).toEqual(['bundle.js']);
  });

  test('is the same for the same script', async () => {
    const path = script('same.ts', GOOD);

    const [first, second] = [await packSource(path), await packSource(path)];

    expect(Buffer.compare(first.archive, second.archive)).toBe(0);
  });
});
