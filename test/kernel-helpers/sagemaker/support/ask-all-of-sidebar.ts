import { join } from 'node:path';
import { buildTrainingImage } from 'kernel-helpers/cell-api/build-training-image';
import { cleanUp } from 'kernel-helpers/cell-api/clean-up';
import { listTrainingJobs } from 'kernel-helpers/cell-api/list-jobs';
import { trainingJob } from 'kernel-helpers/cell-api/plan-job';
import { attach } from 'kernel-helpers/cell-api/training-job';
import { ROOT } from '../../../support/clone';
import { walkSidebar } from '../../../support/walk-sidebar';
import { withEnvironment } from '../../../support/with-environment';
import { PageOfTest } from '../../sidebar/support/page-of-test';
import { quietly } from './finished-job';

/** What both notebooks leave behind. */
const [DATABASE, SCHEMA, TABLE] = ['HOUSING', 'HOUSING_SCHEMA', 'CALIFORNIA_HOUSING'] as const;

/**
 * Lets the sidebar do all that it can on an account on which both notebooks have run: with the job of the notebook, a
 * job that runs, and an endpoint, which was deployed over itself and cleaned up before. They do not stay.
 */
export async function askAllOfSidebar(settings: Readonly<Record<string, string>>): Promise<void> {
  const restore = withEnvironment({ ...settings, SF_DATABASE: DATABASE, SF_SCHEMA: SCHEMA });
  const page = new PageOfTest();
  try {
    const { items } = await listTrainingJobs();
    const endedJob = items[0].name;
    const finished = await quietly(async () => (await attach(endedJob)).watch());
    const deploy = () => quietly(() => finished.deploy({ instance: 'ml.t2.medium' }));
    await deploy();
    await deploy();
    await quietly(() => cleanUp());
    const { name: endpoint } = await deploy();
    const running = await quietly(async () => {
      const planned = trainingJob({
        image: await buildTrainingImage(),
        sourceDir: join(ROOT, 'notebooks', 'training'),
        entryPoint: 'train.ts',
        table: TABLE,
        target: 'MEDHOUSEVAL',
        instances: { type: 'ml.m5.large', count: 1 },
        hyperparameters: { num_round: 1_000_000 },
      });
      return await planned.start();
    });
    const table = [DATABASE, SCHEMA, TABLE] as const;
    await walkSidebar(page, { table, warehouse: 'HOUSING_WH', endedJob, runningJob: running.name, endpoint });
  } finally {
    page.close();
    restore();
  }
}
