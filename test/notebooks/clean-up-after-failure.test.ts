import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect } from 'kernel-helpers/cell-api/connect';
import { findResources } from 'kernel-helpers/sagemaker/clean-up/find-resources';
import { Table } from 'kernel-helpers/table/columnar-table';
import { z } from 'zod';
import { jupyterEnvironment } from '../../kernel-helpers/jupyter/jupyter-environment';
import { executeNotebook } from '../../kernel-helpers/jupyter/notebooks/execute-notebook';
import { captureStdout } from '../support/capture-stdout';
import { ROOT } from '../support/clone';
import { startLocalAccount, type TestAccount } from '../support/local-account';
import { withEnvironment } from '../support/with-environment';

const NOTEBOOK = join(ROOT, 'notebooks', 'sagemaker-snowflake-example.ipynb');
/** Below the clone, where a notebook finds `kernel-helpers`. */
const FOLDER = join(ROOT, 'out', `clean-up-after-failure-${process.pid}`);

const cellSchema = z.looseObject({ source: z.array(z.string()) });
const notebookSchema = z.looseObject({ cells: z.array(cellSchema) });

let account: TestAccount;
let restore: () => void;
beforeAll(async () => {
  account = await startLocalAccount();
  restore = withEnvironment(account.settings);
  const houses = Array.from({ length: 400 }, (_, row) => ({
    LONGITUDE: -120 - (row % 7),
    LATITUDE: 33 + (row % 5),
    POPULATION: 1000 + row,
    MEDHOUSEVAL: 1 + (row % 4),
  }));
  const snowflake = await connect();
  await captureStdout(async () => void (await snowflake.writeTable(Table.fromRows(houses), 'california_housing')));
  await snowflake.close();
  mkdirSync(FOLDER, { recursive: true });
});
afterAll(async () => {
  rmSync(FOLDER, { recursive: true, force: true });
  restore?.();
  await account?.close();
});

/** Runs cells of the notebook with changed text, in a kernel of their own. */
async function run(name: string, choose: (source: string) => boolean, change = (text: string) => text): Promise<void> {
  const { cells, ...rest } = notebookSchema.parse(JSON.parse(readFileSync(NOTEBOOK, 'utf8')));
  const chosen = cells.filter(({ source }) => choose(source.join('')));
  const changed = chosen.map((cell) => ({ ...cell, source: change(cell.source.join('')), metadata: {} }));
  const notebook = join(FOLDER, `${name}.ipynb`);
  writeFileSync(notebook, JSON.stringify({ ...rest, cells: changed }));
  await executeNotebook({
    root: ROOT,
    notebook,
    copy: join(FOLDER, 'out', `${name}.ipynb`),
    environment: { ...account.env, ...jupyterEnvironment(ROOT) },
    say: () => undefined,
    signal: new AbortController().signal,
  });
}

async function standing(): Promise<string[]> {
  return (await findResources('user/moto')).resources.map(({ kind }) => kind);
}

test('after a cell has failed and the kernel is gone, the clean-up cell alone deletes what the notebook has made', async () => {
  const failing = (text: string) =>
    text
      .replaceAll("'training", `'${join(ROOT, 'notebooks', 'training')}`)
      .replace('await endpoint.predict(features)', "await Promise.reject(new Error('no answer'))");

  await expect(run('failing', () => true, failing)).rejects.toThrow('Error: no answer');
  expect(await standing()).toEqual(['endpoint', 'endpoint configuration', 'model']);

  await run('cleaning', (source) => source.includes('cleanUp();'));
  expect(await standing()).toEqual([]);
}, 180_000);
