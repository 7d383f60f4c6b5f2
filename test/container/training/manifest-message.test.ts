import { expect, test } from '@jest/globals';
import { parseAnswer } from 'kernel-helpers/snowflake/result/parse-answer';
import { readManifest, writeManifest } from '../../../container/src/training/manifest-message';

test('the leader sends the other hosts all that opens a result, although a manifest hides it in print', () => {
  const answer = parseAnswer({
    success: true,
    data: {
      queryId: '01b0',
      rowtype: [{ name: 'N', type: 'FIXED' }],
      rowset: [['1']],
      total: 6,
      queryResultFormat: 'json',
      chunks: [{ url: 'https://bucket.s3.amazonaws.com/part?signature=1', rowCount: 5 }],
      qrmk: 'a2V5',
    },
  });
  if (answer.kind !== 'result') throw new Error('no result');

  const { manifest, target } = readManifest(writeManifest({ manifest: answer.manifest, target: 'N' }));

  expect(target).toBe('N');
  expect(manifest).toMatchObject({
    queryId: '01b0',
    rowCount: 6,
    inlineRows: [['1']],
    chunks: [{ url: 'https://bucket.s3.amazonaws.com/part?signature=1', rowCount: 5 }],
  });
  expect(Object.values(manifest.chunkHeaders)).toContain('a2V5');
});
