'use strict';

const { InternalError } = require('kernel-helpers/errors');

// Stands in the bundle for packages that the image's program never calls (bundled-packages.mjs says which). It says so if
// one is used all the same. Looking whether it is an ECMAScript module, and listing what it has, is no use.
module.exports = new Proxy(
  {},
  {
    get(_, name) {
      if (name === '__esModule') return undefined;
      throw new InternalError(
        `The image leaves the package out that has ${String(name)}: see container/bundled-packages.mjs.`,
      );
    },
  },
);
