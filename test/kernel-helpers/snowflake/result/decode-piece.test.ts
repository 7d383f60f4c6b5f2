import { expect, test } from '@jest/globals';
import { planColumns } from 'kernel-helpers/snowflake/result/column-plan';
import { decodePiece, decoderOf } from 'kernel-helpers/snowflake/result/decoder-of-format';
import { emptyColumns } from 'kernel-helpers/snowflake/result/piece-column';

test('nothing of a damaged piece stays in the place of its rows when it comes again whole', async () => {
  const column = { name: 'A', wireType: 'timestamp_ntz', precision: 0, scale: 9, nullable: true };
  const plans = planColumns([column]);
  const decoding = { format: 'json', plans, into: emptyColumns(plans, 4) } as const;
  const decoder = decoderOf(decoding);
  const wanted = { chunkRows: 3, skip: 0, rows: 3 };
  const decode = (text: string) => decodePiece(decoder, decoding, Buffer.from(text), wanted, 1);

  await expect(decode('["1.000000001"],[null],["3"')).rejects.toThrow('damaged');
  await decode('["1"],["2"],["3"]');

  expect(decoding.into).toMatchObject([
    {
      values: Float64Array.of(0, 1000, 2000, 3000),
      nanoseconds: Int32Array.of(0, 0, 0, 0),
      nulls: Uint8Array.of(0, 0, 0, 0),
    },
  ]);
});
