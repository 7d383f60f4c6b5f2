'use strict';

/** The same minimum as "engines" in package.json; a test compares them. From 20.19 on, `require` loads ES modules. */
var OLDEST = [20, 19];

/**
 * Says what to do when this Node is too old; undefined when it is new enough.
 * @param {string} version such as `20.20.2`
 * @returns {string | undefined}
 */
function checkNode(version) {
  var parts = version.split('.').map(Number);
  if (parts[0] > OLDEST[0] || (parts[0] === OLDEST[0] && parts[1] >= OLDEST[1])) {
    return undefined;
  }
  return (
    'Node ' +
    version +
    ' is too old: ' +
    OLDEST.join('.') +
    ' or newer is needed. Install a current LTS release from https://nodejs.org, then run the same command again.'
  );
}

module.exports = { checkNode: checkNode, OLDEST: OLDEST };
