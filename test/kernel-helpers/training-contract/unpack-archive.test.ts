import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unpackArchive } from 'kernel-helpers/training-contract/unpack-archive';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { archiveWith, UNSAFE_ARCHIVES } from '../../support/unsafe-archives';

describe('unpackArchive', () => {
  let folder: TemporaryFolder;
  beforeAll(() => {
    folder = makeTemporaryFolder('unpack-archive');
  });
  afterAll(() => folder.close());

  function makeInner(name: string): string {
    const inner = join(folder.path, name, 'inner');
    mkdirSync(inner, { recursive: true });
    return inner;
  }

  test('unpacks files and folders', async () => {
    const inner = makeInner('plain');

    await unpackArchive(Readable.from([archiveWith({ path: 'folder/..file' })]), 'The archive', inner);

    expect(readdirSync(inner, { recursive: true }).toSorted()).toEqual(['folder', 'folder/..file', 'xgboost-model']);
  });

  test.each(UNSAFE_ARCHIVES)('refuses %s by its name', async (name, entry, refused) => {
    const inner = makeInner(name);
    const unpacking = unpackArchive(Readable.from([archiveWith(entry)]), 'The archive', inner);

    await expect(unpacking).rejects.toMatchObject({
      name: 'UserError',
      message: `The archive holds entries that may not be unpacked: ${refused}. Pack files and folders only, under their own names: no links, no absolute paths, no "..".`,
    });
    expect(readdirSync(join(inner, '..'), { recursive: true })).not.toContain('outside');
    expect(readdirSync(inner)).toEqual(['xgboost-model']);
    expect(existsSync('/outside')).toBe(false);
  });

  test('says that an archive is not complete', async () => {
    const whole = archiveWith({ path: 'other' });
    const unpacking = unpackArchive(Readable.from([whole.subarray(0, 60)]), 'The archive', makeInner('half'));

    await expect(unpacking).rejects.toThrow(
      'The archive cannot be unpacked. It must be a whole .tar.gz; upload it again.',
    );
  });
});
