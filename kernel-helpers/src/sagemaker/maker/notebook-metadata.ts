import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { errorCode } from '../../error-code';

/** The file that names the notebook instance or Studio space (SageMaker developer guide, "Get notebook instance metadata"). */
export const NOTEBOOK_METADATA = '/opt/ml/metadata/resource-metadata.json';

/** Names of the members: SageMaker's Python SDK 2.257, `session.get_caller_identity_arn`. */
const metadataSchema = z.object({
  ExecutionRoleArn: z.string().optional(),
  ResourceName: z.string().optional(),
  DomainId: z.string().optional(),
  UserProfileName: z.string().optional(),
  SpaceName: z.string().optional(),
});

/** What SageMaker writes about the notebook instance or Studio space that this process runs on. */
export type NotebookMetadata = z.infer<typeof metadataSchema>;

/** Empty anywhere else than on a notebook instance or in Studio. */
export async function readNotebookMetadata(path = NOTEBOOK_METADATA): Promise<NotebookMetadata> {
  try {
    return metadataSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return {};
    throw error;
  }
}
