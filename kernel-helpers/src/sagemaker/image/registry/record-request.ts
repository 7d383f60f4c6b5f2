import { recordCall } from '../../../aws/call-record';
import { ownRole } from '../../../aws/denied-advice';

/**
 * ECR's name for what a request to its registry does; IAM is asked for it (user guide of ECR, "IAM permissions for
 * pushing an image" and "Pulling an image").
 */
const OPERATIONS: Readonly<Record<string, string>> = {
  'HEAD blobs': 'BatchCheckLayerAvailability',
  'GET blobs': 'GetDownloadUrlForLayer',
  'POST blobs': 'InitiateLayerUpload',
  'PATCH blobs': 'UploadLayerPart',
  'PUT blobs': 'CompleteLayerUpload',
  'HEAD manifests': 'BatchGetImage',
  'GET manifests': 'BatchGetImage',
  'PUT manifests': 'PutImage',
};

/** Writes a request to an ECR registry into the file of `AWS_CALL_RECORD`, as the SDK's calls are written. */
export function recordRequest(method: string, { pathname }: URL): void {
  const [, repositoryName, kind] = /^\/v2\/(.+)\/(blobs|manifests)\//.exec(pathname) ?? [];
  const operation = OPERATIONS[`${method} ${kind}`];
  if (operation === undefined) return;
  recordCall({ caller: ownRole(), service: 'ecr', operation, input: { repositoryName } });
}
