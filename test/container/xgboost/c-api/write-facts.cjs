'use strict';

/**
 * Writes down the signatures of XGBoost's C API for `bindings.test.ts`, because the wheel brings no header:
 * `node test/container/xgboost/c-api/write-facts.cjs 3.2.0 c_api.h`, with `include/xgboost/c_api.h` of that tag of
 * https://github.com/dmlc/xgboost.
 */
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
require('../../../bench/register-typescript.cjs');
const { readHeader } = require('./read-header.ts');

const [version, header] = process.argv.slice(2);
const facts = {
  source: `https://github.com/dmlc/xgboost/blob/v${version}/include/xgboost/c_api.h`,
  functions: readHeader(readFileSync(header, 'utf8')),
};
const text = JSON.stringify(facts, null, 1).replace(/\[[^\]]*\]/g, (list) => JSON.stringify(JSON.parse(list)));
writeFileSync(join(__dirname, 'xgboost.facts.json'), `${text}\n`);
