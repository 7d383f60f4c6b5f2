import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type HostResult, type JobRequest, openTrainingSite, type TrainingSite } from './support/training-site';
import { uploadScript } from './support/upload-script';

/** Many times what a pipe holds (64 KiB). */
const LINES = 20_000;
const PRINT = `const print = (count = ${LINES}) => {
  for (let line = 0; line < count; line += 1) console.log('line ' + line + ' ' + '.'.repeat(40));
};
const complain = () => {
  for (let line = 0; line < ${LINES}; line += 1) console.error('complaint ' + line + ' ' + '.'.repeat(40));
};
`;

let site: TrainingSite;

beforeAll(async () => {
  site = await openTrainingSite();
}, 60_000);

afterAll(() => site.close());

describe('what a training script prints', () => {
  test.each([
    ['after its model is saved', 'const rows = await share(); await saveModel(await train(rows, {})); print();', 0],
    ['on stderr', 'complain(); print();', 0],
    ['before it throws', "print(); throw new Error('enough');", 1],
    ['before it calls process.exit', 'print(); process.exit(3);', 3],
    [
      'before an error that nobody catches',
      "setTimeout(() => { print(); throw new Error('late'); }); await new Promise(() => {});",
      1,
    ],
    [
      'in a worker of its own',
      `const { Worker } = require('node:worker_threads');
       const worker = new Worker('const print = ' + print + '; print();', { eval: true });
       await new Promise((resolve) => worker.once('exit', resolve));`,
      0,
    ],
  ])('arrives to the last line: %s', async (_when, code, exitCode) => {
    const [host] = await runScript(code);

    expect(host.exitCode).toBe(exitCode);
    expect(linesOf(host.stdout, 'line ')).toBe(LINES);
    if (code.includes('complain()')) expect(linesOf(host.stderr, 'complaint ')).toBe(LINES);
  });

  test('arrives to the last line when SageMaker stops the job', async () => {
    const [host] = await runScript(
      `log('ready');
       await new Promise((resolve) => process.once('SIGTERM', resolve));
       print();`,
      { onOutput: (_host, output, running) => output.endsWith('ready\n') && running.kill('SIGTERM') },
    );

    expect(host.exitCode).toBe(0);
    expect(linesOf(host.stdout, 'line ')).toBe(LINES);
  });

  test('waits for a slow reader instead of filling the memory', async () => {
    let isPaused = false;
    const [host] = await runScript(
      `const before = process.resourceUsage().maxRSS;
       for (let line = 0; line < 10_000; line += 1) console.log('.'.repeat(10_000));
       const grownKilobytes = process.resourceUsage().maxRSS - before;
       writeFileSync(join(process.env.SAGEMAKER_BASE_DIR, 'grown.txt'), String(grownKilobytes));`,
      {
        onOutput: (_host, output, running) => {
          // The length alone: to look at the text would copy all of it each time.
          if (isPaused || output.length < 100_000) return;
          isPaused = true;
          running.stdout?.pause();
          setTimeout(() => running.stdout?.resume(), 1000);
        },
      },
    );

    expect(host.stdout.split('\n').filter((line) => line.length === 10_000)).toHaveLength(10_000);
    // The text alone is 100 MB.
    expect(Number(readFileSync(join(host.paths.base, 'grown.txt'), 'utf8'))).toBeLessThan(70_000);
  });
});

async function runScript(body: string, request: Partial<JobRequest> = {}): Promise<readonly HostResult[]> {
  const script = await uploadScript(
    site,
    `${PRINT}exports.default = defineTraining(async ({ share, train, saveModel, log }) => {\n${body}\n});`,
  );
  return await site.runJob({ hostCount: 1, hyperparameters: { num_round: '2', ...script }, ...request });
}

/** Counts the complete lines with this beginning; -1 if their numbers are not 0, 1, 2, … */
function linesOf(output: string, beginning: string): number {
  const numbers = output.split('\n').flatMap((line) => {
    const isWhole = line.startsWith(beginning) && line.endsWith('.'.repeat(40));
    return isWhole ? [Number(line.slice(beginning.length).split(' ')[0])] : [];
  });
  return numbers.every((number, index) => number === index) ? numbers.length : -1;
}
