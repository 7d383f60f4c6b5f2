import { z } from 'zod';

/** What a notebook's kernel answers to `inspectVariables`; the page asks it without a comm, so a restart breaks nothing. */
export const VariableList = z.object({
  variables: z.array(
    z.object({
      name: z.string(),
      /** Not called `type`: JupyterLab's debugger shows the member of that name in place of the value. */
      typeText: z.string(),
      /** Such as `20,640 × 9`; empty without a size. */
      size: z.string(),
      /** One short line; empty when there is nothing to say. */
      value: z.string(),
    }),
  ),
  /** How many there are, listed or not. */
  total: z.number(),
});
export type VariableList = z.infer<typeof VariableList>;
