import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { isSameMaker, makerOf, workplaceOf } from 'kernel-helpers/sagemaker/maker/maker';
import { readNotebookMetadata } from 'kernel-helpers/sagemaker/maker/notebook-metadata';
import { makeTemporaryFolder } from '../../support/temporary-folder';

/** Forms of ARNs: IAM user guide, "IAM identifiers" and "GetCallerIdentity"; sessions: see NAMED_BY_PROGRAMS. */
const CALLERS = [
  ['a user', 'arn:aws:iam::123456789012:user/team/alice', 'user/team/alice'],
  ['the root user', 'arn:aws:iam::123456789012:root', 'root'],
  ['a federated user', 'arn:aws:sts::123456789012:federated-user/alice', 'federated-user/alice'],
  [
    'a person who signed in',
    'arn:aws-us-gov:sts::123456789012:assumed-role/AWSReservedSSO_Science_0123456789abcdef/alice@example.com',
    'assumed-role/AWSReservedSSO_Science_0123456789abcdef/alice@example.com',
  ],
  [
    'a notebook instance',
    'arn:aws:sts::123456789012:assumed-role/Notebooks/SageMaker',
    'assumed-role/Notebooks at WORK',
  ],
  ['an EC2 instance', 'arn:aws:sts::123456789012:assumed-role/Hub/i-0123456789abcdef0', 'assumed-role/Hub at WORK'],
  [
    'a session that AWS’s SDK for JavaScript named',
    'arn:aws:sts::123456789012:assumed-role/Science/aws-sdk-js-1764191160123',
    'assumed-role/Science at WORK',
  ],
  [
    'a session that AWS’s SDK for Python named',
    'arn:aws:sts::123456789012:assumed-role/Science/botocore-session-1764191160',
    'assumed-role/Science at WORK',
  ],
  ['characters that tags do not take', 'arn:aws:iam::123456789012:user/al,ice', 'user/al_ice'],
] as const;

describe('the maker of a resource', () => {
  test.each(CALLERS)('is known for %s, without the number of the account', (_who, arn, maker) => {
    expect(makerOf(arn, 'WORK')).toBe(maker);
  });

  test('is the same in capitals, and another in another session or place', () => {
    const alice = 'assumed-role/Science/alice@example.com';

    expect(isSameMaker(alice, 'assumed-role/science/Alice@Example.com')).toBe(true);
    expect(isSameMaker(alice, 'assumed-role/Science/bob@example.com')).toBe(false);
    expect(
      isSameMaker('assumed-role/Notebooks at notebook instance a', 'assumed-role/Notebooks at notebook instance b'),
    ).toBe(false);
  });

  test('fits into a tag, however long the names are', () => {
    expect(makerOf(`arn:aws:iam::123456789012:user/${'a'.repeat(600)}`, 'WORK')).toHaveLength(256);
  });
});

describe('the place where somebody works', () => {
  test.each([
    [{ ResourceName: 'alice-notebook' }, 'notebook instance alice-notebook'],
    [{ DomainId: 'd-1', UserProfileName: 'alice', ResourceName: 'default' }, 'Studio/d-1/alice'],
    [{ DomainId: 'd-1', SpaceName: 'science', ResourceName: 'default' }, 'Studio/d-1/science'],
  ])('is what SageMaker wrote: %j', async (metadata, place) => {
    const folder = makeTemporaryFolder('metadata');
    const path = join(folder.path, 'resource-metadata.json');
    writeFileSync(path, JSON.stringify(metadata));

    expect(workplaceOf(await readNotebookMetadata(path))).toBe(place);
    folder.close();
  });

  test('is user and machine elsewhere', async () => {
    const nowhere = await readNotebookMetadata('/not/there.json');

    expect(workplaceOf(nowhere)).toMatch(/^[^@]+@[^@]+$/);
  });
});
