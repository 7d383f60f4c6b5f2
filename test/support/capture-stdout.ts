/** Returns what `work` writes to this process's standard output, and does not print it. */
export async function captureStdout(work: () => void | Promise<void>): Promise<string> {
  const write = process.stdout.write;
  let written = '';
  process.stdout.write = (chunk: string | Uint8Array): boolean => {
    written += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    return true;
  };
  try {
    await work();
  } finally {
    process.stdout.write = write;
  }
  return written;
}
