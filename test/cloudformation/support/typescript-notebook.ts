/** Shows a setting by `kernel-helpers`. */
export const typescriptNotebook = JSON.stringify({
  cells: [
    {
      cell_type: 'code',
      execution_count: null,
      id: 'a',
      metadata: {},
      outputs: [],
      source: "import { show } from 'kernel-helpers';\nshow([{ database: process.env.SF_DATABASE }]);",
    },
  ],
  metadata: { kernelspec: { display_name: 'TypeScript', language: 'typescript', name: 'tslab' } },
  nbformat: 4,
  nbformat_minor: 5,
});
