import { describe, expect, test } from '@jest/globals';
import { channelProblems, type JobChannels } from 'kernel-helpers/sagemaker/job/channels';
import { channelsOf, channelsRequest } from 'kernel-helpers/sagemaker/job/channels-request';

function inputOf(name: string, uri: string, more: object = {}): object {
  return {
    ChannelName: name,
    DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: uri, S3DataDistributionType: 'FullyReplicated' } },
    ...more,
  };
}

describe('the channels of a job', () => {
  test.each<[JobChannels, object[]]>([
    [{ prices: 's3://bucket/prices/' }, [inputOf('prices', 's3://bucket/prices/')]],
    [
      { 'a.b-c_1': 's3://my.bucket', words: { uri: 's3://bucket/w', contentType: 'text/csv' } },
      [inputOf('a.b-c_1', 's3://my.bucket'), inputOf('words', 's3://bucket/w', { ContentType: 'text/csv' })],
    ],
  ])('%j become members of the request, and the option again', (channels, members) => {
    expect(channelProblems(channels, true)).toEqual([]);
    const request = channelsRequest(channels);
    expect(request).toEqual({ InputDataConfig: members });
    expect(channelsOf(request)).toEqual(channels);
  });

  // "Array Members: Minimum number of 1 item" (API reference, CreateTrainingJob, InputDataConfig).
  test.each([[undefined], [{}]])('%j leave no member', (channels) => {
    expect(channelsRequest(channels)).toEqual({});
    expect(channelsOf({})).toBeUndefined();
  });

  test.each<[unknown, string[]]>([
    [
      's3://bucket',
      ["channels must be an object of names and places in S3, such as { prices: 's3://bucket/prices/' }."],
    ],
    [
      { 'a b': 'bucket/prices', '..': 's3://bucket/', c: 5, d: { url: 's3://bucket/d' } },
      [
        'channels: "a b" must be 1 to 64 letters, digits, dots, hyphens and underscores.',
        'channels.a b must be of the form s3://bucket/folder/, not "bucket/prices".',
        'channels: ".." must be 1 to 64 letters, digits, dots, hyphens and underscores.',
        'channels.c must be a place in S3 such as s3://bucket/prices/, not 5.',
        'In channels.d, there is no option url. Did you mean uri?',
        'channels.d must be of the form s3://bucket/folder/, not undefined.',
      ],
    ],
    [
      { a: { uri: 's3://bucket/', contentType: '' } },
      ['channels.a.contentType must be a text such as text/csv, not "".'],
    ],
    [
      Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`c${index}`, 's3://bucket/'])),
      ['channels may have at most 20 names, not 21.'],
    ],
  ])('that are wrong, such as %j, are refused with every problem at once', (channels, problems) => {
    expect(channelProblems(channels as JobChannels, true)).toEqual(problems);
  });

  test('are refused for the image’s own script, which reads none', () => {
    expect(channelProblems({ prices: 's3://bucket/prices/' }, false)).toEqual([
      "channels would have no effect: the image's own script reads none. Name a script of your own as entryPoint.",
    ]);
  });
});
