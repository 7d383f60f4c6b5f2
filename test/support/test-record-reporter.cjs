'use strict';

const { writeFileSync } = require('node:fs');

/** Writes how many tests of each file passed and failed to the file that `TEST_RECORD` names: `npm test` reads it. */
module.exports = class TestRecordReporter {
  constructor() {
    this.record = process.env.TEST_RECORD;
    // A test may run tests of its own: they have their own record.
    delete process.env.TEST_RECORD;
  }

  /**
   * @param {unknown} _contexts
   * @param {import('@jest/reporters').AggregatedResult} results
   */
  onRunComplete(_contexts, { testResults }) {
    if (this.record === undefined) return;
    const files = testResults.map((file) => ({
      path: file.testFilePath,
      passed: file.numPassingTests,
      // A file that does not load has no tests: it counts as one that failed.
      failed: file.testExecError == null ? file.numFailingTests : Math.max(1, file.numFailingTests),
      skipped: file.numPendingTests + file.numTodoTests,
    }));
    writeFileSync(this.record, JSON.stringify(files));
  }
};
