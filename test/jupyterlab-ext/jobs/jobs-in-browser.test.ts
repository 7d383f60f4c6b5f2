import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildTrainingImage } from 'kernel-helpers/sagemaker/image/build-training-image';
import { trainingJob } from 'kernel-helpers/sagemaker/job/start-job';
import type { Locator } from 'playwright-core';
import {
  type FinishedJobOnAccount,
  quietly,
  startFinishedJob,
  startJob,
} from '../../kernel-helpers/sagemaker/support/finished-job';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { SidebarUnderTest } from '../support/sidebar-under-test';

let on: FinishedJobOnAccount;
let sidebar: SidebarUnderTest;
let name: string;

beforeAll(async () => {
  on = await startFinishedJob();
  name = on.finished.name;
  sidebar = await SidebarUnderTest.open();
}, 180_000);

afterAll(async () => {
  await sidebar?.close();
  await on?.close();
});

describe('the Jobs section', () => {
  test('lists a job that ended', async () => {
    await row(name).waitFor();

    expect(await row(name).getAttribute('aria-label')).toMatch(/Completed, made .* ago, elapsed .*, billed .*, 1 host/);
    await sidebar.panel.getByText(/^as of \d/).waitFor();
  });
});

function row(job: string): Locator {
  return sidebar.panel.getByRole('treeitem', { name: job });
}
void [trainingJob, buildTrainingImage, quietly, startJob, writeFileSync, join, makeTemporaryFolder];
