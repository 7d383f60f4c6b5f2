import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { PYTHON, ROOT } from '../support/clone';
import { runPython } from '../support/run-python';

const NOTEBOOK = join(ROOT, 'notebooks', 'snowflake-load-dataset.ipynb');

const notebookSchema = z.object({
  cells: z.array(
    z.looseObject({ outputs: z.array(z.looseObject({ data: z.looseObject({}).optional() })).default([]) }),
  ),
});

/** What nbconvert makes of a notebook: its HTML and Markdown pages, and the names of the pictures beside the latter. */
const EXPORT = `
import json, sys
import nbformat
from nbconvert import HTMLExporter, MarkdownExporter

notebook = nbformat.read(${JSON.stringify(NOTEBOOK)}, as_version=4)
html, _ = HTMLExporter().from_notebook_node(notebook)
markdown, resources = MarkdownExporter().from_notebook_node(notebook)
print(json.dumps({ 'html': html, 'markdown': markdown, 'pictures': list(resources['outputs']) }))
`;

test('nbconvert shows every chart of a notebook as a picture, in HTML and in Markdown', async () => {
  const { cells } = notebookSchema.parse(JSON.parse(readFileSync(NOTEBOOK, 'utf8')));
  const outputs = cells.flatMap((cell) => cell.outputs.map(({ data }) => Object.keys(data ?? {})));
  const charts = outputs.filter((mimes) => mimes.includes('application/vnd.vegalite.v5+json')).length;

  const pages = z
    .object({ html: z.string(), markdown: z.string(), pictures: z.array(z.string()) })
    .parse(await runPython(EXPORT, { python: PYTHON }));

  expect(charts).toBeGreaterThan(1);
  expect(pages.html.match(/<img[^>]*src="data:image\/png;base64,iVBOR/g)).toHaveLength(charts);
  expect(pages.pictures).toHaveLength(charts);
  for (const name of pages.pictures) expect(pages.markdown).toContain(`](${name})`);
});
