import { MOST_TEMPLATE_BYTES } from 'kernel-helpers/aws/cloudformation-limits';
import { TEMPLATE_FILE } from './release-files';
import { keyOf, type ReleasePlace } from './release-place';

const STACK = 'snowflake-sagemaker';

interface Hosts {
  readonly console: string;
  readonly aws: string;
}
const HOSTS: Readonly<Record<string, Hosts>> = {
  'cn-': { console: 'console.amazonaws.cn', aws: 'amazonaws.com.cn' },
  'us-gov-': { console: 'console.amazonaws-us-gov.com', aws: 'amazonaws.com' },
};
const USUAL_HOSTS: Hosts = { console: 'console.aws.amazon.com', aws: 'amazonaws.com' };

export interface PublishedTemplate {
  readonly place: ReleasePlace;
  readonly version: string;
  /** Of the bucket. */
  readonly region: string;
  readonly templateBytes: number;
}

/**
 * What a person needs to launch a published release: a link for each region, and the lines for a terminal. The links
 * are CloudFormation's quick-create links (user guide, "Create quick-create links for stacks").
 */
export function launchLines(published: PublishedTemplate, regions: readonly string[]): readonly string[] {
  const { place, version, region, templateBytes } = published;
  const key = keyOf(place, version, TEMPLATE_FILE);
  const isLong = templateBytes > MOST_TEMPLATE_BYTES;
  return [
    ...regions.map((one) => `Launch in ${one}: ${launchLink(place.bucket, key, region, one)}`),
    'Launch in a terminal:',
    `  aws s3 cp s3://${place.bucket}/${key} ${TEMPLATE_FILE} --region ${region}`,
    `  aws cloudformation deploy --stack-name ${STACK} --template-file ${TEMPLATE_FILE} --capabilities CAPABILITY_NAMED_IAM CAPABILITY_AUTO_EXPAND --region ${region}${isLong ? ` --s3-bucket ${place.bucket}` : ''} --parameter-overrides SnowflakeAccount=<account>`,
    ...longTemplate(templateBytes),
    `Whoever launches it needs the right to read these files (s3:GetObject on s3://${place.bucket}/${keyOf(place, version, '*')}).`,
  ];
}

/** What to know of a template that is too long for a request; nothing of a shorter one. */
export function longTemplate(bytes: number): readonly string[] {
  return bytes <= MOST_TEMPLATE_BYTES
    ? []
    : [
        `${TEMPLATE_FILE} has ${bytes} bytes, more than the ${MOST_TEMPLATE_BYTES} that CloudFormation takes in a request: aws cloudformation deploy needs --s3-bucket. Launch links work.`,
      ];
}

function launchLink(bucket: string, key: string, bucketRegion: string, region: string): string {
  // The name of the bucket is in the path, because a name with dots fits no certificate.
  const template = `https://s3.${bucketRegion}.${hostsOf(bucketRegion).aws}/${bucket}/${key}`;
  const query = `templateURL=${encodeURIComponent(template)}&stackName=${STACK}`;
  return `https://${hostsOf(region).console}/cloudformation/home?region=${region}#/stacks/quickcreate?${query}`;
}

function hostsOf(region: string): Hosts {
  return Object.entries(HOSTS).find(([start]) => region.startsWith(start))?.[1] ?? USUAL_HOSTS;
}
