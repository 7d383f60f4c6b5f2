import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ROOT } from './support/clone';
import { GENERATED_FILES } from './support/generated-files';
import { expectFile } from './support/golden';

/** `npm run generate` writes the files, `npm test` compares them. */
const WRITES = process.env.npm_lifecycle_event === 'generate';

test.each(Object.entries(GENERATED_FILES))('%s says what its sources say', (name, generate) => {
  const text = generate();
  if (WRITES) writeFileSync(join(ROOT, name), text);

  expectFile(name, text);
  expect(text).toContain('generated, do not edit');
});
