import { join } from 'node:path';

/** A file that the package brings for drawing (`kernel-helpers/drawing`), seen from the compiled file. */
export function drawingFile(...path: readonly string[]): string {
  return join(__dirname, '..', '..', '..', '..', 'drawing', ...path);
}
