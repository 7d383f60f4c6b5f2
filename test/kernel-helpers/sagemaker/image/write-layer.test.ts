import { randomFillSync } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { writeLayer } from 'kernel-helpers/sagemaker/image/layers/write-layer';
import { sha256 } from '../../../support/image-registry';

const { signal } = new AbortController();
/** More than one step of the compressor, and neither all the same nor all different. */
const LARGE = Buffer.concat(
  Array.from({ length: 3000 }, (_one, index) =>
    Buffer.from(`line ${index} of ${(index * 2654435761) % 4294967296} `.repeat(20)),
  ),
);
const FILES = [
  { path: 'opt/b/program.js', content: LARGE },
  { path: 'opt/a/run', content: Buffer.from('#!/bin/sh'), isExecutable: true },
];

describe('a layer', () => {
  // The number is the claim: Node.js 20, 22 and 24 on x86-64 gave it. What changes it changes every image's digest.
  test('has the same bytes on every machine and with every Node.js', async () => {
    const { digest, diffId, content, size } = await writeLayer('test', FILES, signal);

    expect(digest).toBe('sha256:eb85037abd0f8f1f31f54c66dd55bae7394fd4b0026d770f0b32ab0a8e862894');
    expect(sha256(content)).toBe(digest);
    expect(sha256(gunzipSync(content))).toBe(diffId);
    expect(size).toBe(content.length);
  });

  test('does not depend on the order in which files are found', async () => {
    const [one, other] = await Promise.all([
      writeLayer('one', FILES, signal),
      writeLayer('other', [...FILES].reverse(), signal),
    ]);

    expect(one.digest).toBe(other.digest);
  });

  test('that cannot be compressed is still read again by others', async () => {
    const content = randomFillSync(Buffer.alloc(1_200_000));
    const layer = await writeLayer('noise', [{ path: 'noise', content }], signal);

    expect(sha256(gunzipSync(layer.content))).toBe(layer.diffId);
    expect(
      gunzipSync(layer.content)
        .subarray(512, 512 + content.length)
        .equals(content),
    ).toBe(true);
  });

  test('is given up when the build is interrupted', async () => {
    const interrupt = new AbortController();
    const written = writeLayer('test', FILES, interrupt.signal);
    interrupt.abort();

    await expect(written).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('refuses a path that its form cannot hold, instead of cutting it', async () => {
    const path = `opt/${'long/'.repeat(60)}file`;

    await expect(writeLayer('test', [{ path, content: Buffer.from('') }], signal)).rejects.toMatchObject({
      kind: 'internal',
    });
  });
});
