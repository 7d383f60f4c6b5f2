'use strict';

// The AWS SDK announces in every process that it will ask for Node 22 one day.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** One configuration for every test: TypeScript by swc (types are checked by `tsc -b`), real processes, so no fake timers. */
module.exports = {
  rootDir: __dirname,
  roots: ['<rootDir>/test'],
  testEnvironment: 'node',
  transform: {
    '/node_modules/(hyparquet|hyparquet-compressors|hysnappy|fzstd)/.+\\.js$': [
      '@swc/jest',
      { jsc: { target: 'es2022' }, module: { type: 'commonjs' } },
    ],
    '\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
    '\\.tsx$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true },
          target: 'es2022',
          transform: { react: { runtime: 'automatic' } },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  // Packages that are ES modules alone, which Jest's `require` cannot load.
  transformIgnorePatterns: ['/node_modules/(?!(hyparquet|hyparquet-compressors|hysnappy|fzstd)/)'],
  // Tests also look at parts that the packages do not export; test/tsconfig.json says the same.
  moduleNameMapper: {
    '^kernel-helpers/kernel/(.+)$': '<rootDir>/kernel-helpers/kernel/dist/$1',
    '^kernel-helpers/(?!package\\.json$)(.+)$': '<rootDir>/kernel-helpers/dist/$1',
    '^container/(?!package\\.json$)(.+)$': '<rootDir>/container/dist/$1',
    // The page is compiled for browsers, as modules that only a bundler loads.
    '^jupyterlab-ext/(.+)$': '<rootDir>/jupyterlab-ext/src/$1',
  },
  testMatch: ['**/*.test.ts'],
  testTimeout: 120_000,
  // One more than the two cores of CI: tests wait for other programs a part of their time.
  maxWorkers: 3,
  testSequencer: '<rootDir>/test/support/longest-first-sequencer.cjs',
  reporters: [
    'default',
    '<rootDir>/test/support/time-by-part-reporter.cjs',
    '<rootDir>/test/support/test-record-reporter.cjs',
    '<rootDir>/test/support/closing-line-reporter.cjs',
  ],
};
