import { buildImage } from 'kernel-helpers/sagemaker/image/build-training-image';
import { untilInterrupted } from './interruption';
import { ProgressOnTerminal } from './progress-on-terminal';

export interface PushImageFlags {
  readonly device?: 'cpu' | 'cuda';
  readonly base?: string;
}

/** Builds the training image without a container engine and pushes it to ECR. The last line that it prints is the image's URI. */
export async function runPushImage(flags: PushImageFlags): Promise<void> {
  const progress = new ProgressOnTerminal(process.stderr);
  const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);
  progress.begin('Building the training image');
  const pushing = untilInterrupted((signal) =>
    buildImage(flags, {
      signal,
      say,
      warn: say,
      // Layers are sent at the same time: the line shows the one that has moved last.
      progress: (title) => ({ report: (text) => progress.report(`${title}, ${text}`), close: () => undefined }),
      protect: async (work) => work(),
    }),
  );
  const { uri } = await pushing.finally(() => progress.end());
  console.log(uri);
}
