'use strict';

require('../register-typescript.cjs');
const { benchmarkCharts } = require('./benchmark-charts.ts');

benchmarkCharts();
