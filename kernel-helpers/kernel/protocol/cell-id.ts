import { z } from 'zod';
import type { Request } from './request';

/**
 * JupyterLab says in each execution which cell of the notebook it is (jupyterlab 4, `packages/cells/src/widget.ts`,
 * `CodeCell.execute`). Other front ends put something else there, such as an address with the path of the notebook.
 */
const metadataSchema = z.object({
  // The form of ids: https://nbformat.readthedocs.io/en/latest/format_description.html#cell-ids
  cellId: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
});

/** The id, in the notebook's file, of the cell that a request executes; undefined if the front end does not say it. */
export function cellIdOf({ metadata }: Request): string | undefined {
  try {
    return metadataSchema.safeParse(JSON.parse(metadata)).data?.cellId;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
