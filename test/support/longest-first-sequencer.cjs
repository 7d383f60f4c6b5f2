'use strict';

const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * What takes longest, in order, by a part of the path. A clean clone has no record of earlier runs; jest then takes the
 * largest files for the longest, and one that only looks small would run alone in the end.
 */
const LONGEST = [
  'e2e/',
  'container/engine/',
  'cloudformation/bootstrap.test',
  'cloudformation/idle-stop',
  'jupyterlab-ext/jobs/jobs-in-browser',
  'jupyterlab-ext/pictures',
  'notebooks/lessons',
  'kernel/robustness',
  'kernel-helpers/release/',
  'container/host-loss',
  'container/script',
  'container/train.',
  'kernel/headless',
  'jupyterlab-ext/views',
  'local-account/cli',
  'sagemaker/job-story',
  'sagemaker/what-a-job-leaves',
  'snowflake/connectors',
  'sagemaker/lost-',
  'sagemaker/clean-up.',
  'jupyterlab-ext/walk',
  'sidebar/jobs',
  'kernel/with-account/interrupted-jobs',
];

/** Starts what takes longest first, so that the other workers run all other tests in the meantime. */
module.exports = class LongestFirstSequencer extends Sequencer {
  /** @param {import('@jest/test-result').Test[]} tests */
  sort(tests) {
    return super.sort(tests).sort((left, right) => rank(left.path) - rank(right.path));
  }
};

/** @param {string} path */
function rank(path) {
  const place = LONGEST.findIndex((part) => path.replaceAll('\\', '/').includes(`/${part}`));
  return place === -1 ? LONGEST.length : place;
}
