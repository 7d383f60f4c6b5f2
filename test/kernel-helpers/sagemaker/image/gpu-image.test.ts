import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { readRecipe } from 'kernel-helpers/sagemaker/image/image-recipe';
import { libraryLayer } from 'kernel-helpers/sagemaker/image/layers/library-layer';
import { list } from 'tar';
import { ROOT } from '../../../support/clone';

test('the image for GPUs differs from the one for CPUs in the wheel and in what NVIDIA’s runtime reads', async () => {
  const directory = join(ROOT, 'container');
  const [cpu, cuda] = await Promise.all([readRecipe(directory), readRecipe(directory, { device: 'cuda' })]);

  expect(cpu.wheel).toMatchObject({ name: 'xgboost-cpu', version: cuda.wheel.version });
  expect(cuda.wheel.name).toBe('xgboost');
  expect(cuda.settings).toEqual({
    ...cpu.settings,
    environment: {
      ...cpu.settings.environment,
      NVIDIA_VISIBLE_DEVICES: 'all',
      NVIDIA_DRIVER_CAPABILITIES: 'compute,utility',
    },
  });
  expect([cuda.base, cuda.packages]).toEqual([cpu.base, cpu.packages]);
});

// The library finds its OpenMP by the path $ORIGIN/../../xgboost.libs (the wheel's RPATH; xgboost_cpu.libs in the other one).
test.each(['xgboost.libs', 'xgboost_cpu.libs'])(
  'the library’s layer keeps the layout of a wheel with %s',
  async (libs) => {
    const wheel = zipSync({
      'xgboost/lib/libxgboost.so': strToU8('library'),
      'xgboost/core.py': strToU8('Python'),
      [`${libs}/libgomp-e985bcbb.so.1.0.0`]: strToU8('OpenMP'),
      'xgboost-3.2.0.dist-info/RECORD': strToU8('facts'),
    });

    const { content } = await libraryLayer('xgboost 3.2.0', wheel, new AbortController().signal);

    const files: string[] = [];
    list({ onReadEntry: ({ path, type }) => type === 'File' && files.push(path) }).end(Buffer.from(content));
    expect(files).toEqual(
      [`opt/xgboost/xgboost/lib/libxgboost.so`, `opt/xgboost/${libs}/libgomp-e985bcbb.so.1.0.0`].sort(),
    );
  },
);
