import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { PlatformError } from '../../errors';
import { countOf } from '../../render/format-value';
import { undefinedIfMissing } from '../../sagemaker/missing-resource';
import { type Belonging, sizeText } from './belonging';

/** The most that one request deletes (API reference of ECR, BatchDeleteImage). */
const MOST_IMAGES = 100;

/** The images of a repository, which is deleted with the stack only when it is empty. */
export async function imageBelongings(repository: string, signal: AbortSignal): Promise<readonly Belonging[]> {
  const images = await listImages(repository, signal);
  if (images.length === 0) return [];
  const bytes = images.reduce((sum, image) => sum + image.bytes, 0);
  return [
    {
      what: `${countOf(images.length, 'image')} in the repository ${repository}, ${sizeText(bytes)}`,
      costsByTheHour: false,
      remove: (within) => deleteImages(repository, within),
    },
  ];
}

interface Image {
  readonly digest: string;
  readonly bytes: number;
}

async function listImages(repositoryName: string, abortSignal: AbortSignal): Promise<readonly Image[]> {
  const { DescribeImagesCommand } = awsSdk.ecr();
  const images: Image[] = [];
  let nextToken: string | undefined;
  do {
    const command = new DescribeImagesCommand({ repositoryName, nextToken });
    const page = await callAws(`list the images of the repository ${repositoryName}`, () =>
      undefinedIfMissing(() => awsClients.ecr().send(command, { abortSignal })),
    );
    for (const { imageDigest: digest = '', imageSizeInBytes: bytes = 0 } of page?.imageDetails ?? []) {
      images.push({ digest, bytes });
    }
    nextToken = page?.nextToken;
  } while (nextToken !== undefined);
  return images;
}

/** An index goes before the images that it names: ECR refuses those first, and takes them in the next round. */
async function deleteImages(repositoryName: string, signal: AbortSignal): Promise<void> {
  const { BatchDeleteImageCommand } = awsSdk.ecr();
  let left = await listImages(repositoryName, signal);
  while (left.length > 0) {
    const before = left.length;
    const imageIds = left.slice(0, MOST_IMAGES).map(({ digest }) => ({ imageDigest: digest }));
    const command = new BatchDeleteImageCommand({ repositoryName, imageIds });
    const { failures = [] } = await callAws(`delete the images of the repository ${repositoryName}`, () =>
      awsClients.ecr().send(command, { abortSignal: signal }),
    );
    left = await listImages(repositoryName, signal);
    if (left.length >= before) {
      const reasons = [...new Set(failures.map(({ failureReason }) => failureReason))].join(' ');
      throw new PlatformError(`ECR keeps images of the repository ${repositoryName}. ${reasons}`);
    }
  }
}
