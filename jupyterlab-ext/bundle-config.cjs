'use strict';
const { join } = require('node:path');

/** What the bundler is told besides the builder's own settings. */
module.exports = {
  // Numbers by the order of the modules. The usual ones are made from names, and one name holds the folder of the clone:
  // then every clone would give other bytes.
  optimization: { moduleIds: 'natural' },
  resolve: {
    // From its TypeScript: the compiled form is CommonJS, of which a bundler cannot leave out what nobody uses.
    alias: {
      'kernel-helpers/sidebar-contract/index': join(__dirname, '../kernel-helpers/src/sidebar-contract/index.ts'),
    },
    extensions: ['.ts', '...'],
  },
  module: {
    rules: [
      {
        include: join(__dirname, '../kernel-helpers/src'),
        test: /\.ts$/,
        loader: 'builtin:swc-loader',
        options: { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } },
        type: 'javascript/auto',
      },
    ],
  },
};
