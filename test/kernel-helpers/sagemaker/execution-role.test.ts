import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { executionRole } from 'kernel-helpers/sagemaker/execution-role';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { withEnvironment } from '../../support/with-environment';

const ROLE = 'arn:aws:iam::123456789012:role/SageMakerSnowFlakeExample';

let folder: ReturnType<typeof makeTemporaryFolder>;
let restore: () => void;
beforeEach(() => {
  folder = makeTemporaryFolder('role');
  restore = withEnvironment({ SAGEMAKER_ROLE_ARN: undefined });
});
afterEach(() => {
  restore();
  folder.close();
});

/** SageMaker developer guide, "Get notebook instance metadata". */
function metadataFile(content: Readonly<Record<string, string>>): string {
  const path = join(folder.path, 'resource-metadata.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

describe('the role that jobs run as', () => {
  test('comes from SAGEMAKER_ROLE_ARN', async () => {
    process.env.SAGEMAKER_ROLE_ARN = ROLE;

    expect(await executionRole()).toBe(ROLE);
  });

  test('comes from the notebook instance that this runs on', async () => {
    const path = metadataFile({ ResourceName: 'aws-aiml-blogpost', ExecutionRoleArn: ROLE });

    expect(await executionRole(path)).toBe(ROLE);
  });

  test('is asked for if neither names it', async () => {
    await expect(executionRole(join(folder.path, 'not-there.json'))).rejects.toMatchObject({
      kind: 'user',
      message: expect.stringContaining('Set SAGEMAKER_ROLE_ARN'),
    });
  });

  test('is refused when it is not the ARN of a role', async () => {
    process.env.SAGEMAKER_ROLE_ARN = 'SageMakerSnowFlakeExample';

    await expect(executionRole()).rejects.toMatchObject({
      kind: 'user',
      message: expect.stringContaining('arn:aws:iam::'),
    });
  });
});
