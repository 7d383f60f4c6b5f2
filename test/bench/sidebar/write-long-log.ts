import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildTrainingImage } from '../../../kernel-helpers/dist/cell-api/build-training-image';
import { connect } from '../../../kernel-helpers/dist/cell-api/connect';
import { trainingJob } from '../../../kernel-helpers/dist/cell-api/plan-job';
import type { TrainingJob } from '../../../kernel-helpers/dist/cell-api/training-job';
import { Table } from '../../../kernel-helpers/dist/table/columnar-table';
import { withEnvironment } from '../../support/with-environment';

/** What the page keeps of a log. */
export const LINES = 100_000;
const LINES_PER_SECOND = 100;
const LIVE_SECONDS = 600;

/** Writes the lines as fast as it can, and then goes on slowly, so that the log is live while somebody scrolls in it. */
const SCRIPT = `import { defineTraining } from 'container';

export default defineTraining(async () => {
  const line = (number: number) => console.log('line ' + number + ' of a log with lines that are about as long as this one');
  for (let number = 1; number <= ${LINES}; number++) line(number);
  for (let second = 0; second < ${LIVE_SECONDS}; second++) {
    for (let number = 0; number < ${LINES_PER_SECOND}; number++) line(${LINES} + second * ${LINES_PER_SECOND} + number);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
});
`;

/** Starts a job on the local account whose log soon has many lines and goes on growing. */
export async function writeLongLog(settings: Readonly<Record<string, string>>): Promise<TrainingJob> {
  const restore = withEnvironment(settings);
  const folder = mkdtempSync(join(tmpdir(), 'long-log-'));
  try {
    writeFileSync(join(folder, 'log.ts'), SCRIPT);
    const snowflake = await connect();
    await snowflake.writeTable(Table.fromRows([{ X: 1, TARGET: 2 }]), 'long_log');
    await snowflake.close();
    const job = trainingJob({
      image: await buildTrainingImage(),
      sourceDir: folder,
      entryPoint: 'log.ts',
      table: 'long_log',
      target: 'TARGET',
      instances: { type: 'ml.m5.large', count: 1 },
      hyperparameters: { num_round: 1 },
    });
    return await job.start();
  } finally {
    rmSync(folder, { recursive: true, force: true });
    restore();
  }
}
