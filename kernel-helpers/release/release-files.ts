import type { Platform } from './locked-packages';

/** The template of the launch, in the folder of a release. */
export const TEMPLATE_FILE = 'template.yaml';

/** The system of notebook instances. */
export const INSTANCE_PLATFORM: Platform = { os: 'linux', cpu: 'x64' };

/** The name of an archive for machines without internet, without the ending of its file. */
export function archiveTitle(version: string, { os, cpu }: Platform): string {
  return `snowflake-sagemaker-${version}-${os}-${cpu}`;
}
