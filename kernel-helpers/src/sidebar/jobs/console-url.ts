import type { JobKind } from '../../sidebar-contract/index';

/** The console's host by partition (Airflow's provider for AWS, `links/base_aws.py`); there is none here for others. */
const CONSOLE_HOSTS: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** The console's pages (Flyte's plugin for SageMaker and Airflow's provider for AWS link to them). */
const PAGES: Readonly<Record<JobKind, string>> = {
  training: 'jobs',
  tuning: 'hyper-tuning-jobs',
  transform: 'transform-jobs',
  endpoint: 'endpoints',
};

/** The page of a job in SageMaker's console, by the job's ARN; undefined where its address is not known. */
export function consoleUrl(kind: JobKind, name: string, arn: string): string | undefined {
  const [, partition = '', , region = ''] = arn.split(':');
  if (!Object.hasOwn(CONSOLE_HOSTS, partition) || region === '') return undefined;
  // Regions of China and of the US government have one host for all.
  const host = partition === 'aws' ? `${region}.${CONSOLE_HOSTS[partition]}` : CONSOLE_HOSTS[partition];
  return `https://${host}/sagemaker/home?region=${region}#/${PAGES[kind]}/${encodeURIComponent(name)}`;
}
