'use strict';

const { sep } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/** Starts the end-to-end test first. It takes longest, so the other worker runs all other tests in the meantime. */
module.exports = class LongestFirstSequencer extends Sequencer {
  /** @param {import('@jest/test-result').Test[]} tests */
  sort(tests) {
    const rank = (/** @type {import('@jest/test-result').Test} */ test) =>
      test.path.includes(`${sep}e2e${sep}`) ? 0 : 1;
    return super.sort(tests).sort((left, right) => rank(left) - rank(right));
  }
};
