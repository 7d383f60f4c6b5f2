import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  defaultBucketOf,
  JOB_ROLE_NAME,
  NAME_PREFIX,
  NOTEBOOK_INSTANCE_NAME,
  NOTEBOOK_ROLE_NAME,
  PROJECT_TAG,
  REPOSITORY_NAME,
  SECRET_NAME,
  SNOWFLAKE_NAMES,
} from 'kernel-helpers/story-names';
import { ROOT } from './support/clone';
import { sourceFiles } from './support/source-files';

const HOME = 'kernel-helpers/src/story-names.ts';
const NAMES = [
  NOTEBOOK_INSTANCE_NAME,
  NOTEBOOK_ROLE_NAME,
  JOB_ROLE_NAME,
  SECRET_NAME,
  REPOSITORY_NAME,
  NAME_PREFIX,
  PROJECT_TAG.Value,
];

/** Whatever begins like a name of the story, with all spellings that the texts may have. */
const FORMS = [
  { like: /\baws-aiml-blogpost[\w-]*/gi, known: [NOTEBOOK_INSTANCE_NAME] },
  { like: /\bSageMakerSnow[\w-]*/gi, known: [NOTEBOOK_ROLE_NAME, JOB_ROLE_NAME] },
  { like: /\bsnowflake_cred\w*/gi, known: [SECRET_NAME] },
  { like: /\bsagemaker-snowflake-x[a-z-]*/gi, known: [REPOSITORY_NAME] },
  { like: /(?<!-)\bsnowflake-xgb[a-z]*/gi, known: [NAME_PREFIX] },
  { like: /\bsnowflake-sagemaker-n[a-z-]*/gi, known: [PROJECT_TAG.Value] },
  { like: /\bHOUSING_W\w*/g, known: [SNOWFLAKE_NAMES.warehouse] },
  { like: /\bHOUSING_SC\w*/g, known: [SNOWFLAKE_NAMES.schema] },
  { like: /\bsagemaker-<region>-<\w+>/g, known: [defaultBucketOf({ region: '<region>', accountId: '<account>' })] },
];
const texts = sourceFiles(ROOT, /\.(?:md|ya?ml|sh|ipynb|py|json)$/).filter(
  (path) => !/package(?:-lock)?\.json$/.test(path),
);

describe('the names of the story', () => {
  test.each(FORMS)(
    '$known are spelled in pages, notebooks, scripts and templates as the code has them',
    ({ like, known }) => {
      const found = texts.flatMap((path) =>
        [...readFileSync(path, 'utf8').matchAll(like)].map(([name]) => ({ path: relative(ROOT, path), name })),
      );

      expect(found.filter(({ name }) => !known.includes(name))).toEqual([]);
      expect(found.length).toBeGreaterThan(0);
    },
  );

  test('are written in one place of the code', () => {
    const places = ['kernel-helpers', 'container', 'jupyterlab-ext/src'].flatMap((room) =>
      sourceFiles(join(ROOT, room), /\.(?:ts|tsx|py|mjs|cjs)$/)
        .filter((path) => relative(ROOT, path) !== HOME)
        .flatMap((path) => {
          const code = readFileSync(path, 'utf8');
          const written = NAMES.filter((name) => code.includes(`'${name}'`) || code.includes(`"${name}"`));
          return written.map((name) => `${relative(ROOT, path)}: ${name}`);
        }),
    );

    expect(places).toEqual([]);
  });
});
