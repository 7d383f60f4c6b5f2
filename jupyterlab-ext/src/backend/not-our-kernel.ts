import { RequestError } from './request-error';

/**
 * What to say when the kernel named `tslab` is missing, or is not this project's. The page cannot see how the sidebar was
 * installed, so the advice names all ways.
 */
export function notOurKernel(cause?: unknown): RequestError {
  return new RequestError(
    {
      reason: 'kernel-not-ours',
      message: 'The sidebar needs the TypeScript kernel of this project, and JupyterLab started another one or none.',
      advice:
        'Install it from where the sidebar came from: in a clone or a folder of npm packages run npx kernel-helpers install, in an unpacked archive ./install, each with the same --user, --sys-prefix or --prefix. Then restart the hidden session.',
    },
    { cause },
  );
}
