import type { KernelClient } from './kernel-client';

/** Runs cells one after the other. The last one's result as text, or the message of its error. */
export async function shownByLast(kernel: KernelClient, cells: readonly string[]): Promise<string> {
  let shown = '';
  for (const code of cells) {
    const { result, error } = await kernel.execute(code);
    shown = String(error?.evalue ?? result?.['text/plain']);
  }
  return shown;
}
