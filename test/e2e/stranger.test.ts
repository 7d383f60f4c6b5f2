import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Booster } from 'container/xgboost/booster';
import { MODEL_FILE } from 'kernel-helpers/training-contract/index';
import { z } from 'zod';
import { useXGBoostLibrary } from '../container/support/xgboost-library';
import { askAllOfSidebar } from '../kernel-helpers/sagemaker/support/ask-all-of-sidebar';
import { ROOT } from '../support/clone';
import { LOCAL_PLACES } from '../support/places-of-local-account';
import { makeTemporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';
import { withEnvironment } from '../support/with-environment';
import { findBrowser, LabPage } from './support/lab-page';
import { outputsOf } from './support/notebook-outputs';
import { askPeers, type PeersReport } from './support/peers';
import {
  compareRecords,
  deniedByTemplate,
  NOT_NEEDED,
  notNeeded,
  ownRecordVariable,
  readCalls,
  writePolicies,
} from './support/recorded-rights';
import { startLab } from './support/start-lab';
import { makeStrangerClone, type StrangerClone } from './support/stranger-clone';

/**
 * Everything that a stranger does with the clone, in the same order: each test goes on where the one before it ended.
 */
const SET_UP_SECONDS = 600;
const NOTEBOOKS_SECONDS = 300;
const FIRST_NOTEBOOK = 'snowflake-load-dataset';
const SECOND_NOTEBOOK = 'sagemaker-snowflake-example';

const peersFolder = makeTemporaryFolder('peers');
const rightsFolder = makeTemporaryFolder('rights');
const BROWSER = findBrowser();
/** Tests install no browser themselves. Where they find none, the last line of the run counts the skipped tests. */
const testInBrowser = BROWSER === undefined ? test.skip : test;
if (BROWSER === undefined)
  console.warn('No Chromium was found, so the test in a real browser is skipped. Name one with CHROMIUM.');

let clone: StrangerClone;
let restore: () => void;
beforeAll(() => {
  restore = withEnvironment(ownRecordVariable(rightsFolder.path));
  clone = makeStrangerClone();
});
afterAll(async () => {
  await clone.close();
  restore();
  peersFolder.close();
  rightsFolder.close();
}, 60_000);

describe('in a fresh clone', () => {
  test('a set-up that Ctrl-C stops ends everything that it started', async () => {
    const result = await clone.run('npm run set-up', {
      deadlineSeconds: 60,
      onOutput: (output, running) => {
        if (output.includes('Python packages …')) interrupt(running.pid);
      },
    });

    expect(result.stderr).toContain('Interrupted. The next run repairs what is half-made.');
    expect(result.exitCode).not.toBe(0);
    expect(clone.processes()).toEqual([]);
  }, 90_000);

  test(
    'the next set-up repairs it and says how long it took',
    async () => {
      const result = await clone.run('npm run set-up', { deadlineSeconds: SET_UP_SECONDS });

      expect(result).toMatchObject({ exitCode: 0 });
      expect(result.stdout).toMatch(/Set-up took \d+\.\d s\.\n$/);
    },
    SET_UP_SECONDS * 1_000,
  );

  test('a second set-up has nothing to do, and says so within seconds', async () => {
    const begun = performance.now();

    const result = await clone.run('npm run set-up');

    expect(result.stdout).toMatch(/Set-up is up to date \(\d\.\d s\)\.\n$/);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  test(
    'both notebooks run from top to bottom on a local account that already runs and allows what the table of permissions names, and leave it running',
    async () => {
      const up = `npx local-account up ${writePolicies(rightsFolder.path)}`;
      expect(await clone.run(up)).toMatchObject({ exitCode: 0 });

      const result = await clone.run('npm run notebooks', { deadlineSeconds: NOTEBOOKS_SECONDS });

      expect(result).toMatchObject({ exitCode: 0 });
      // npm itself may print warnings about its own settings.
      expect(result.stderr.replace(/^npm .*\n/gm, '')).toBe('');
      expect(result.stdout).toMatch(/snowflake-load-dataset: cell 1 of \d+, Check the set-up first\n/);
      expect(result.stdout).toMatch(
        /Both notebooks ran from top to bottom in \d+\.\d s; the executed copies are in out\/notebooks\/\.\n$/,
      );
      expect(await clone.run('npx local-account status')).toMatchObject({ exitCode: 0 });
    },
    NOTEBOOKS_SECONDS * 1_000,
  );

  test.each([FIRST_NOTEBOOK, SECOND_NOTEBOOK])('%s shows the committed outputs', (name) => {
    expect(outputsOf(executed(name))).toEqual(outputsOf(committed(name)));
  });

  test(
    'the whole sidebar works after both notebooks with exactly the permissions of the table',
    async () => {
      await askAllOfSidebar(await readSettings());

      const calls = readCalls(rightsFolder.path);
      expect(calls.filter(({ denied }) => denied !== undefined)).toEqual([]);
      expect(calls.length).toBeGreaterThan(100);
    },
    NOTEBOOKS_SECONDS * 1_000,
  );

  test.each(['notebook', 'job'] as const)('what a %s asks for is in its own record, too', (principal) => {
    const { missing, own } = compareRecords(principal, rightsFolder.path);

    expect(missing).toEqual([]);
    // Only the job's own program reads the secret with the rights of the job.
    expect(own).toContain('GetSecretValue');
  });

  test.each([
    // With the template nobody makes the bucket: the stack has made the one that SAGEMAKER_BUCKET names.
    ['notebook', [{ action: 's3:CreateBucket', resource: `arn:aws:s3:::${LOCAL_PLACES.bucket}`, context: {} }]],
    ['job', []],
  ] as const)('the template allows the role of the %s all these calls', async (principal, notAllowed) => {
    expect(await deniedByTemplate(principal, readCalls(rightsFolder.path))).toEqual(notAllowed);
  });

  test.each(['notebook', 'job'] as const)(
    'the template allows the role of the %s nothing that no call needs, but for reasons',
    async (principal) => {
      const unused = await notNeeded(principal, readCalls(rightsFolder.path));

      expect([...unused].sort()).toEqual(Object.values(NOT_NEEDED[principal]).flat().sort());
    },
  );

  test('other programs find the table, the job, its logs and the model with `local-account env --json` alone', async () => {
    const found = await askPeers(await readSettings(), peersFolder.path);

    expect(found).toMatchObject({
      rows: 20_640,
      jobStatus: 'Completed',
      instances: 2,
      artefactMembers: ['xgboost-model'],
    });
    expect(found.logStreams).toHaveLength(2);
    expect(found.logLines.some((line) => /^\[49\].*\bvalidation-rmse:\d/.test(line))).toBe(true);
    expect(found.error).toBeCloseTo(ownError(found, peersFolder.path), 6);
  }, 180_000);

  test(
    'a cell that fails ends the command, which names the notebook, the cell and the error, and leaves the copy',
    async () => {
      const path = join(clone.path, 'notebooks', `${FIRST_NOTEBOOK}.ipynb`);
      const original = readFileSync(path, 'utf8');
      writeFileSync(path, original.replace('"await checkSetup();"', '"throw new RangeError(\'broken on purpose\');"'));

      const result = await clone.run('npm run notebooks', { deadlineSeconds: NOTEBOOKS_SECONDS });

      writeFileSync(path, original);
      expect(result.exitCode).toBe(1);
      expect(result.stderr).toContain(`${FIRST_NOTEBOOK}.ipynb, code cell 1 of`);
      expect(result.stderr).toContain("throw new RangeError('broken on purpose');");
      expect(result.stderr).toContain('RangeError: broken on purpose');
      expect(executed(FIRST_NOTEBOOK)).toContain('"output_type": "error"');
    },
    NOTEBOOKS_SECONDS * 1_000,
  );

  test(
    'Ctrl-C ends the notebooks and the account that they started',
    async () => {
      expect(await clone.run('npx local-account down')).toMatchObject({ exitCode: 0 });

      const result = await clone.run('npm run notebooks', {
        deadlineSeconds: NOTEBOOKS_SECONDS,
        onOutput: (output, running) => {
          if (output.includes('cell 3 of')) interrupt(running.pid);
        },
      });

      expect(result.exitCode).not.toBe(0);
      expect(clone.processes()).toEqual([]);
    },
    NOTEBOOKS_SECONDS * 1_000,
  );

  test('npm start refuses a port that is in use before it starts anything', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const port = z.object({ port: z.number() }).parse(other.address()).port;

    const result = await clone.run(`npm start -- --port ${port}`);

    other.close();
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain(
      `Port ${port}, asked for as the port of JupyterLab, is in use by another program. Choose another with npm start -- --port`,
    );
    expect(clone.processes()).toEqual([]);
  }, 60_000);

  test.each([
    ['SIGTERM to npm alone', 'SIGTERM', 'npm'],
    ['the end of its terminal', 'SIGHUP', 'terminal'],
  ] as const)(
    '%s ends everything that npm start started',
    async (_what, name, target) => {
      const lab = await startLab(clone);

      await lab.signal(name, target);

      await until(() => clone.processes().length === 0);
    },
    180_000,
  );

  test('npm start ends what a killed npm start has left running, and serves the notebooks until Ctrl-C, which ends everything', async () => {
    const killed = await startLab(clone);
    await killed.signal('SIGKILL', 'terminal');
    expect(clone.processes().length).toBeGreaterThan(0);

    const lab = await startLab(clone);
    expect(lab.printed()).toContain('Ended the JupyterLab that a killed `npm start` had left running.');
    expect((await fetch(lab.url)).status).toBe(200);
    expect(lab.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/lab\/tree\/notebooks\/snowflake-load-dataset\.ipynb\?token=/);

    await lab.interrupt();
    expect(clone.processes()).toEqual([]);
  }, 180_000);

  testInBrowser(
    'npm run demo plays a copy of a notebook by itself; Run All in the same JupyterLab runs both notebooks without an error, a question or a pop-up',
    async () => {
      const before = committed(FIRST_NOTEBOOK);
      const lab = await startLab(clone, 'npm run demo -- --pace 0 --notebook load');
      try {
        const { origin, searchParams } = new URL(lab.url);
        const demo = await LabPage.open(BROWSER ?? '', lab.url);
        try {
          expect([await demo.waitForPlay(), await demo.errors()]).toEqual(['The play is over.', []]);
        } finally {
          await demo.close();
        }
        expect(committed(FIRST_NOTEBOOK)).toBe(before);
        for (const name of [FIRST_NOTEBOOK, SECOND_NOTEBOOK]) {
          const address = `${origin}/lab/tree/notebooks/${name}.ipynb?token=${searchParams.get('token')}`;
          const page = await LabPage.open(BROWSER ?? '', address);
          try {
            await page.runAll();

            expect(await page.errors()).toEqual([]);
            const prompts = await page.prompts();
            expect(prompts).toEqual(prompts.map((_, index) => `[${index + 1}]:`));
            await page.waitForCharts(2);
            expect(await page.popUps()).toEqual([]);
            if (name === SECOND_NOTEBOOK) await page.savePicture(join(ROOT, 'out', `${name}.png`), 'job.watch()');
          } finally {
            await page.close();
          }
        }
      } finally {
        await lab.interrupt();
      }
      expect(clone.processes()).toEqual([]);
    },
    600_000,
  );
});

/** What `local-account env --json` prints. */
async function readSettings(): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await clone.run('npx local-account env --json');
  return z.record(z.string(), z.string()).parse(JSON.parse(stdout));
}

/** Does what Ctrl-C in a terminal does: it asks every process of the foreground group to stop. */
function interrupt(processNumber: number | undefined): void {
  if (processNumber !== undefined) process.kill(-processNumber, 'SIGINT');
}

function executed(name: string): string {
  return readFileSync(join(clone.path, 'out', 'notebooks', `${name}.ipynb`), 'utf8');
}

function committed(name: string): string {
  return readFileSync(join(clone.path, 'notebooks', `${name}.ipynb`), 'utf8');
}

/** The model's root mean squared error on the same rows, by the container's own XGBoost. */
function ownError({ features, truth }: PeersReport, modelFolder: string): number {
  useXGBoostLibrary();
  const booster = Booster.load(readFileSync(join(modelFolder, MODEL_FILE)));
  try {
    const { values } = booster.predict(Float32Array.from(features.flat()));
    const squares = truth.map((value, row) => (value - (values[row] ?? Number.NaN)) ** 2);
    return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / truth.length);
  } finally {
    booster.close();
  }
}
