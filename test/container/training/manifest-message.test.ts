import { expect, test } from '@jest/globals';
import { parseAnswer } from 'kernel-helpers/snowflake/result/parse-answer';
import { readManifest, writeManifest } from '../../../container/src/training/manifest-message';
import type { RowPlan } from '../../../container/src/training/row-plan';

test('the leader sends the other hosts all that opens a result, although a manifest hides it in print', () => {
  const answer = parseAnswer(
    Buffer.from(
      JSON.stringify({
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
      }),
    ),
  );
  if (answer.kind !== 'result') throw new Error('no result');

  const plan: RowPlan = {
    target: 'N',
    classes: ['no', 'yes'],
    features: [
      { name: 'ROOMS', encoding: 'number' },
      { name: 'CITY', encoding: 'category', categories: ['Fresno', 'Oakland'] },
    ],
    weight: 'COUNT',
  };
  const read = readManifest(writeManifest({ manifest: answer.manifest, plan }));
  const { manifest } = read;

  expect(read.plan).toEqual(plan);
  expect(manifest).toMatchObject({
    queryId: '01b0',
    rowCount: 6,
    format: 'json',
    inline: { rowCount: 1, bytes: Buffer.from('["1"]') },
    chunks: [{ url: 'https://bucket.s3.amazonaws.com/part?signature=1', rowCount: 5 }],
  });
  expect(Object.values(manifest.chunkHeaders)).toContain('a2V5');
});
