'use strict';

// The AWS SDK announces in every process that it will ask for Node 22 one day.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** One configuration for every test: TypeScript by swc (types are checked by `tsc -b`), real processes, so no fake timers. */
module.exports = {
  rootDir: __dirname,
  roots: ['<rootDir>/test'],
  testEnvironment: 'node',
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  testMatch: ['**/*.test.ts'],
  testTimeout: 60_000,
  maxWorkers: 2,
  testSequencer: '<rootDir>/test/support/longest-first-sequencer.cjs',
  reporters: ['default', '<rootDir>/test/support/closing-line-reporter.cjs'],
};
