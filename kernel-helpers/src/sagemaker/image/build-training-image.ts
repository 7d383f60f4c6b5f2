import { isLocalAccount } from '../../aws/clients';
import { UserError } from '../../errors';
import type { Surroundings } from '../../surroundings';
import { tellInterrupt } from '../../tell-interrupt';
import { containerDirectory } from '../container-package';
import { findContainerEngine } from './container-engine';
import { buildAndPush } from './push-image';
import { registerLocalImage } from './register-local-image';
import type { TrainingImage } from './training-image';

/**
 * Builds the training image and pushes it to ECR; the surroundings get the engine's output as it comes.
 * On the local account the built program is registered under an image's name instead. The result says which was done.
 */
export async function buildImage({ signal, say, progress }: Surroundings): Promise<TrainingImage> {
  const directory = containerDirectory();
  if (isLocalAccount()) return registerLocalImage(directory);
  const engine = await findContainerEngine();
  if (engine === undefined) {
    throw new UserError(
      'No container engine works here, so the training image cannot be built. Start Docker (or install podman, finch or buildah), or use the local account: npx local-account up',
    );
  }
  const line = progress(`Building the training image with ${engine}`);
  const tell = (): void =>
    say(
      `Building the training image was interrupted: nothing new is in ECR. ${engine} keeps what it has built so far, so the next try is quicker.`,
    );
  try {
    const image = await tellInterrupt(signal, tell, () =>
      buildAndPush(engine, directory, { signal, onLine: (text) => line.report(text) }),
    );
    line.close('The training image is in ECR.');
    return image;
  } finally {
    line.close();
  }
}
