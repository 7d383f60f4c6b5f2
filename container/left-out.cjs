'use strict';

// Stands in the bundle for packages that the image's program never calls (bundle.mjs says which). It says so if one is
// used all the same. Looking whether it is an ECMAScript module, and listing what it has, is no use.
module.exports = new Proxy(
  {},
  {
    get(_, name) {
      if (name === '__esModule') return undefined;
      throw new Error(
        `The image leaves the package out that has ${String(name)}: see LEFT_OUT in container/bundle.mjs.`,
      );
    },
  },
);
