import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildTrainingImage } from 'kernel-helpers/cell-api/build-training-image';
import { trainingJob } from 'kernel-helpers/cell-api/plan-job';
import type { TrainingJob } from 'kernel-helpers/cell-api/training-job';
import type { Locator } from 'playwright-core';
import { quietly } from '../../../kernel-helpers/sagemaker/support/finished-job';
import { makeTemporaryFolder } from '../../../support/temporary-folder';
import type { SidebarUnderTest } from '../../support/sidebar-under-test';

const FAILING = `import { defineTraining } from 'container';

export default defineTraining(async () => {
  console.log('The script begins.');
  // Long enough to be seen running.
  await new Promise((resolve) => setTimeout(resolve, 8_000));
  throw new Error('The moon is not a number.');
});
`;

/** Starts a job on the table `sums` whose script throws an error. */
export async function startFailingJob(): Promise<TrainingJob> {
  const folder = makeTemporaryFolder('failing-script');
  writeFileSync(join(folder.path, 'fail.ts'), FAILING);
  try {
    return await quietly(async () =>
      trainingJob({
        image: await buildTrainingImage(),
        sourceDir: folder.path,
        entryPoint: 'fail.ts',
        table: 'sums',
        target: 'TARGET',
        instances: { type: 'ml.m5.large', count: 1 },
        hyperparameters: { num_round: 1 },
      }).start(),
    );
  } finally {
    folder.close();
  }
}

/** The Jobs section and the tabs of jobs, as people find them. */
export class JobsInSidebar {
  constructor(private readonly sidebar: SidebarUnderTest) {}

  /** The row of a job; with a state, once it has that state. */
  row(name: string, state = ''): Locator {
    return this.sidebar.panel.getByRole('treeitem', { name: state === '' ? name : `${name}, ${state}` });
  }

  /** The tab that is in view. */
  get tab(): Locator {
    return this.sidebar.page.locator('.tj-job-tab:visible');
  }

  /** Opens a job by its row, on one of its pages. */
  async open(name: string, page: 'Overview' | 'Log' | 'Metrics'): Promise<Locator> {
    await this.row(name).click();
    await this.tab.getByRole('heading', { name }).waitFor();
    await this.tab.getByRole('tab', { name: page }).click();
    return this.tab;
  }

  /** Chooses from the context menu of a row. */
  async choose(name: string, item: string): Promise<void> {
    await this.row(name).click({ button: 'right' });
    await this.sidebar.page.locator('.lm-Menu').getByText(item, { exact: true }).click();
  }

  /** Answers the question that is asked. */
  async answer(button: string): Promise<string> {
    const dialog = this.sidebar.page.locator('.jp-Dialog');
    const text = (await dialog.textContent()) ?? '';
    await dialog.getByRole('button', { name: button }).click();
    return text;
  }

  /** What a screen reader was told last. */
  get announced(): Promise<string | null> {
    return this.sidebar.panel.locator('[aria-live="polite"]').textContent();
  }
}
