import { isLocalAccount } from '../../aws/clients';
import { currentSignal } from '../../cell/kernel-bridge';
import { tellInterrupt } from '../../cell/tell-interrupt';
import { progressLine } from '../../display/progress';
import { say } from '../../display/say';
import { UserError } from '../../errors';
import { checkOptionNames } from '../../option-names';
import { containerDirectory } from '../container-package';
import { findContainerEngine } from './container-engine';
import { buildAndPush } from './push-image';
import { registerLocalImage } from './register-local-image';
import type { TrainingImage } from './training-image';

export interface BuildImageOptions {
  /** Stops the build. @default the signal of the running cell */
  readonly signal?: AbortSignal;
}

/**
 * Builds the training image and pushes it to ECR, showing the engine's output as it comes.
 * On the local account the built program is registered under an image's name instead. The result says which was done.
 */
export async function buildTrainingImage(options: BuildImageOptions = {}): Promise<TrainingImage> {
  checkOptionNames('buildTrainingImage()', options, { signal: true });
  const { signal = currentSignal() } = options;
  const directory = containerDirectory();
  if (isLocalAccount()) return registerLocalImage(directory);
  const engine = await findContainerEngine();
  if (engine === undefined) {
    throw new UserError(
      'No container engine works here, so the training image cannot be built. Start Docker (or install podman, finch or buildah), or use the local account: npx local-account up',
    );
  }
  const progress = progressLine(`Building the training image with ${engine}`);
  const tell = (): void =>
    say(
      `Building the training image was interrupted: nothing new is in ECR. ${engine} keeps what it has built so far, so the next try is quicker.`,
    );
  try {
    const image = await tellInterrupt(signal, tell, () =>
      buildAndPush(engine, directory, { signal, onLine: (line) => progress.report(line) }),
    );
    progress.close('The training image is in ECR.');
    return image;
  } finally {
    progress.close();
  }
}
