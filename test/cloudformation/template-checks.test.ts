import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { ROOT } from '../support/clone';
import { runProcess } from '../support/run-process';
import { TEMPLATE_PATH } from './support/read-template';

const PROGRAMS = join(ROOT, '.venv-template/bin');
const checkovSchema = z.object({
  results: z.object({
    passed_checks: z.array(z.unknown()),
    failed_checks: z.array(z.object({ check_id: z.string(), resource: z.string() })),
    skipped_checks: z.array(
      z.object({ check_id: z.string(), check_result: z.object({ suppress_comment: z.string() }) }),
    ),
  }),
});

test('cfn-lint finds nothing, with all of its rules', async () => {
  // Information about what could be written differently, too. No configuration file and no comment leaves a rule out.
  const { stdout, exitCode } = await runProcess(
    join(PROGRAMS, 'cfn-lint'),
    ['--include-checks', 'I', '--', TEMPLATE_PATH],
    { cwd: '/' },
  );

  expect(stdout).toBe('');
  expect(exitCode).toBe(0);
});

test('checkov finds nothing but what has its reason beside it', async () => {
  const options = ['--framework', 'cloudformation', '--skip-download', '--output', 'json', '--file', TEMPLATE_PATH];
  const { stdout } = await runProcess(join(PROGRAMS, 'checkov'), options);
  const { passed_checks, failed_checks, skipped_checks } = checkovSchema.parse(JSON.parse(stdout)).results;

  expect(failed_checks).toEqual([]);
  expect(passed_checks.length).toBeGreaterThan(15);
  for (const { check_result } of skipped_checks) expect(check_result.suppress_comment).toMatch(/\w+ \w+ \w+ .+\.$/);
});
