import type { CreateTrainingJobCommandInput, DescribeTrainingJobCommandOutput } from '@aws-sdk/client-sagemaker';
import { asChannel, type JobChannel, type JobChannels } from './channels';

/** The member of CreateTrainingJob for this option: every host gets all objects, as files. */
export function channelsRequest(
  channels: JobChannels | undefined,
): Pick<CreateTrainingJobCommandInput, 'InputDataConfig'> {
  const entries = Object.entries(channels ?? {});
  if (entries.length === 0) return {};
  return {
    InputDataConfig: entries.map(([name, channel]) => {
      const { uri, contentType } = asChannel(channel);
      return {
        ChannelName: name,
        DataSource: {
          S3DataSource: { S3DataType: 'S3Prefix', S3Uri: uri, S3DataDistributionType: 'FullyReplicated' },
        },
        ...(contentType !== undefined && { ContentType: contentType }),
      };
    }),
  };
}

/** The option that a job was started with. */
export function channelsOf({
  InputDataConfig = [],
}: Pick<DescribeTrainingJobCommandOutput, 'InputDataConfig'>): JobChannels | undefined {
  const entries = InputDataConfig.flatMap(
    ({ ChannelName: name, ContentType: contentType, DataSource }): [string, string | JobChannel][] => {
      const uri = DataSource?.S3DataSource?.S3Uri;
      if (name === undefined || uri === undefined) return [];
      return [[name, contentType === undefined ? uri : { uri, contentType }]];
    },
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
