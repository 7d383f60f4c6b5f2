'use strict';

// Runs before anything is installed, so the whole folder is plain JavaScript with Node's built-in modules only; its
// types are JSDoc, checked by `tsc`. This file and check-node.cjs also keep to syntax that an old Node can read, so
// that it gets as far as saying that it is too old.
var checkNode = require('./check-node.cjs').checkNode;

var complaint = checkNode(process.versions.node);
if (complaint) {
  console.error(complaint);
  process.exit(1);
}

import('./main.mjs').then((commands) => commands.main(process.argv.slice(2)));
