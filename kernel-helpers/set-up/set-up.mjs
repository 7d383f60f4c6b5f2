import { join } from 'node:path';
import { requireFreeDisk } from './free-disk.mjs';
import { withLock } from './lock.mjs';
import { isNeeded, runStep } from './step.mjs';
import { build } from './steps/build.mjs';
import { kernelspec } from './steps/kernelspec.mjs';
import { labextension } from './steps/labextension.mjs';
import { npmPackages } from './steps/npm-packages.mjs';
import {
  morePythonPackages,
  ownPythonPackages,
  pythonPackages,
  pythonPackagesApart,
} from './steps/python-packages.mjs';

/** @typedef {import('./step.mjs').Step} Step */

/**
 * The steps that every command needs, in stages: the steps of one stage run at the same time.
 * @param {{ root: string, env: NodeJS.ProcessEnv }} clone
 * @returns {Step[][]}
 */
export function stagesOfEveryCommand(clone) {
  const python = { name: 'Python packages', venv: '.venv', requirements: 'requirements.txt', diskBytes: 300_000_000 };
  const own = {
    name: 'own Python packages',
    venv: '.venv',
    folders: ['kernel-helpers/papermill', 'kernel-helpers/nbconvert'],
    diskBytes: 200_000,
  };
  return [
    [npmPackages(clone), pythonPackages(clone, python)],
    [build(clone), ownPythonPackages(clone, own)],
    [kernelspec(clone), labextension(clone)],
  ];
}

/**
 * The steps of every command, and beside them those that the tests need in addition: Jupyter's test suite for kernels,
 * the Python programs to compare with, and the programs that check the template. Their downloads come while the compiler works.
 * @param {{ root: string, env: NodeJS.ProcessEnv }} clone
 * @returns {Step[][]}
 */
export function stagesOfTests(clone) {
  const venv = '.venv';
  const more = { name: 'Python test packages', venv, requirements: 'requirements-test.txt', diskBytes: 200_000_000 };
  const peers = {
    name: 'Python peers',
    venv: '.venv-peers',
    requirements: 'requirements-peers.txt',
    diskBytes: 600_000_000,
  };
  const template = {
    name: 'checks of the template',
    venv: '.venv-template',
    requirements: 'requirements-template.txt',
    diskBytes: 300_000_000,
  };
  const connector = {
    name: 'Snowflake connector 4',
    venv: peers.venv,
    folder: '.venv-peers/connector-4',
    requirements: 'requirements-connector-4.txt',
    diskBytes: 25_000_000,
  };
  const olderXGBoosts = ['3.0', '2.1'].map((line) => ({
    name: `XGBoost ${line}`,
    venv: peers.venv,
    folder: `.venv-peers/xgboost-${line}`,
    requirements: `requirements-xgboost-${line}.txt`,
    diskBytes: 20_000_000,
  }));
  const [first = [], second = [], third = []] = stagesOfEveryCommand(clone);
  return [
    [...first, pythonPackages(clone, peers), pythonPackages(clone, template)],
    [...second, ...[connector, ...olderXGBoosts].map((wanted) => pythonPackagesApart(clone, wanted))],
    // Not beside the own packages: both write into the same environment.
    [...third, morePythonPackages(clone, more)],
  ];
}

/**
 * Makes what is missing or out of date, only inside the clone, and says how long it took.
 * @param {{ root: string, stages: Step[][], say: (line: string) => void, signal: AbortSignal }} request
 */
export async function setUp({ root, stages, say, signal }) {
  const begun = performance.now();
  const stampsFolder = join(root, '.set-up');
  const didSomething = await withLock(join(stampsFolder, 'lock'), { say, signal }, async () => {
    requireFreeDisk(root, sum(stages.flat().filter((step) => isNeeded(step, stampsFolder))));
    let needed = false;
    for (const stage of stages) {
      const steps = stage.filter((step) => isNeeded(step, stampsFolder));
      if (steps.length > 0 && !needed) say(`Setting up ${root} (Node ${process.versions.node})`);
      needed ||= steps.length > 0;
      await runSideBySide(steps, { stampsFolder, say, signal });
    }
    return needed;
  });
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  say(didSomething ? `Set-up took ${seconds} s.` : `Set-up is up to date (${seconds} s).`);
}

/**
 * When one step fails, the others are stopped and cleaned up before the failure is reported.
 * @param {Step[]} steps
 * @param {import('./step.mjs').Surroundings} surroundings
 */
async function runSideBySide(steps, surroundings) {
  const failed = new AbortController();
  const signal = AbortSignal.any([surroundings.signal, failed.signal]);
  /** @type {unknown[]} */
  const failures = [];
  await Promise.all(
    steps.map((step) =>
      runStep(step, { ...surroundings, signal }).catch((error) => {
        failures.push(error);
        failed.abort();
      }),
    ),
  );
  if (failures.length > 0) throw failures[0];
}

/** @param {Step[]} steps */
function sum(steps) {
  return steps.reduce((total, step) => total + step.diskBytes, 0);
}
