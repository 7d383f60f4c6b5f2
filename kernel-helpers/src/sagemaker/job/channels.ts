import { type OptionNames, unknownOptions } from '../../option-names';

/** Objects in S3 that every host of a job gets as files. */
export interface JobChannel {
  /** `s3://bucket/beginning-of-keys`; end it with `/` for one folder, because `s3://b/prices` is also the beginning of `s3://b/prices-2020/…`. */
  readonly uri: string;
  /** What the files hold, for the script: `text/csv`. @default not said */
  readonly contentType?: string;
}

/** Each channel by its name: the URI alone, or with more. */
export type JobChannels = Readonly<Record<string, string | JobChannel>>;

const CHANNEL_NAMES: OptionNames<JobChannel> = { uri: true, contentType: true };

// Limits of CreateTrainingJob (SageMaker API reference: Channel, S3DataSource, InputDataConfig).
const MOST_CHANNELS = 20;
const NAME = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,64}$/;
const S3_URI = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/.*)?$/;
const LONGEST_URI = 1024;
const LONGEST_CONTENT_TYPE = 256;

/** Says what is wrong with the option `channels`; an empty list if nothing is. */
export function channelProblems(channels: JobChannels | undefined, hasOwnScript: boolean): string[] {
  if (channels === undefined) return [];
  if (typeof channels !== 'object' || channels === null || Array.isArray(channels)) {
    return ["channels must be an object of names and places in S3, such as { prices: 's3://bucket/prices/' }."];
  }
  const entries = Object.entries(channels);
  return [
    ...(entries.length > MOST_CHANNELS
      ? [`channels may have at most ${MOST_CHANNELS} names, not ${entries.length}.`]
      : []),
    ...(entries.length > 0 && !hasOwnScript
      ? ["channels would have no effect: the image's own script reads none. Name a script of your own as entryPoint."]
      : []),
    ...entries.flatMap(([name, channel]) => problemsOf(name, channel)),
  ];
}

function problemsOf(name: string, channel: unknown): string[] {
  const wrongName = NAME.test(name)
    ? []
    : [`channels: ${JSON.stringify(name)} must be 1 to 64 letters, digits, dots, hyphens and underscores.`];
  if (typeof channel !== 'string' && (typeof channel !== 'object' || channel === null)) {
    return [
      ...wrongName,
      `channels.${name} must be a place in S3 such as s3://bucket/prices/, not ${String(channel)}.`,
    ];
  }
  const { uri, contentType } = asChannel(channel as string | JobChannel);
  const isPlace = typeof uri === 'string' && S3_URI.test(uri) && uri.length <= LONGEST_URI;
  const isType =
    contentType === undefined ||
    (typeof contentType === 'string' && contentType !== '' && contentType.length <= LONGEST_CONTENT_TYPE);
  return [
    ...wrongName,
    ...(typeof channel === 'string'
      ? []
      : unknownOptions(channel as JobChannel, CHANNEL_NAMES).map((problem) => `In channels.${name}, ${problem}`)),
    ...(isPlace ? [] : [`channels.${name} must be of the form s3://bucket/folder/, not ${JSON.stringify(uri)}.`]),
    ...(isType
      ? []
      : [`channels.${name}.contentType must be a text such as text/csv, not ${JSON.stringify(contentType)}.`]),
  ];
}

/** A channel that is a URI alone, in the form with more. */
export function asChannel(channel: string | JobChannel): JobChannel {
  return typeof channel === 'string' ? { uri: channel } : channel;
}
