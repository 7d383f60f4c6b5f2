import { expect, test } from '@jest/globals';
import { launchEnvironment } from 'kernel-helpers/sagemaker/job/launch-environment';

const SCRIPT = { sourceDir: 'training', entryPoint: 'train.ts' };
const FOLDER = '/home/ana/project/notebooks';

test.each([
  [
    'a cell of a notebook',
    { session: `${FOLDER}/año 1 (copy).ipynb`, cellId: 'train-14' },
    SCRIPT,
    {
      LAUNCHED_FROM_NOTEBOOK: 'año 1 (copy).ipynb',
      LAUNCHED_FROM_CELL: 'train-14',
      LAUNCHED_FROM_SCRIPT: 'training/train.ts',
    },
  ],
  ['a console', { session: `${FOLDER}/console-1` }, SCRIPT, { LAUNCHED_FROM_SCRIPT: 'training/train.ts' }],
  ['a program', {}, { ...SCRIPT, sourceDir: '.' }, { LAUNCHED_FROM_SCRIPT: 'train.ts' }],
  ['a script outside of the folder', {}, { ...SCRIPT, sourceDir: '../secret project' }, {}],
  ['a script by its whole path', {}, { ...SCRIPT, sourceDir: '/home/ana/elsewhere' }, {}],
  ['a script whose path is too long for SageMaker', {}, { ...SCRIPT, sourceDir: 'x'.repeat(600) }, {}],
])('a job that is started from %s names no path outside of the notebook folder', (_what, place, script, expected) => {
  expect(launchEnvironment({ folder: FOLDER, ...place }, script)).toEqual(expected);
});
