import { readFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';

/** One finding of axe, short enough to read in a failed test. */
export interface AxeViolation {
  readonly rule: string;
  readonly where: readonly string[];
}

/** What axe-core finds in a part of the page. */
export async function axeViolations(part: Locator): Promise<readonly AxeViolation[]> {
  await part.page().evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  return await part.evaluate(async (node) => {
    interface Axe {
      run(node: unknown): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
    }
    interface Page {
      readonly body: { readonly style: { height: string } };
    }
    const { axe, document } = globalThis as unknown as { axe: Axe; document: Page };
    // JupyterLab's body has no height: axe would take every text for unseen, and judge no contrast.
    document.body.style.height = '100vh';
    const { violations } = await axe.run(node);
    document.body.style.height = '';
    return violations.map(({ id, nodes }) => ({ rule: id, where: nodes.map(({ html }) => html.slice(0, 200)) }));
  });
}
