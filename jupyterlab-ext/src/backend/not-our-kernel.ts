import { RequestError } from './request-error';

/** What to say when the kernel named `tslab` is missing, or is not this project's. */
export function notOurKernel(cause?: unknown): RequestError {
  return new RequestError(
    {
      reason: 'kernel-not-ours',
      message: 'The sidebar needs the TypeScript kernel of this project, and JupyterLab started another one or none.',
      advice: 'Install it with: npx kernel-helpers install-kernel. Then restart the hidden session.',
    },
    { cause },
  );
}
