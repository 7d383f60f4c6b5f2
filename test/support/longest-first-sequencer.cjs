'use strict';

const { sep } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/** Starts the end-to-end story first: it takes longest, so the other worker runs everything else beside it. */
module.exports = class LongestFirstSequencer extends Sequencer {
  /** @param {import('@jest/test-result').Test[]} tests */
  sort(tests) {
    const rank = (/** @type {import('@jest/test-result').Test} */ test) =>
      test.path.includes(`${sep}e2e${sep}`) ? 0 : 1;
    return super.sort(tests).sort((left, right) => rank(left) - rank(right));
  }
};
