'use strict';

const { cpus } = require('node:os');
const { dirname, relative } = require('node:path');

/** Fewer files say nothing about where the time of the whole suite goes. */
const FEWEST_FILES = 20;
const LONGEST_FILES = 15;

/** Says after a large run which parts of the suite took how long, and how long the cores had nothing to do. */
module.exports = class TimeByPartReporter {
  constructor(/** @type {{ rootDir: string }} */ { rootDir }) {
    this.rootDir = rootDir;
    this.begun = coreSeconds();
  }

  /**
   * @param {unknown} _contexts
   * @param {import('@jest/reporters').AggregatedResult} results
   */
  onRunComplete(_contexts, { testResults }) {
    if (testResults.length < FEWEST_FILES) return;
    const files = testResults.map(({ testFilePath, perfStats }) => ({
      name: relative(this.rootDir, testFilePath),
      seconds: (perfStats.end - perfStats.start) / 1_000,
    }));
    /** @type {Map<string, number>} */
    const parts = new Map();
    for (const { name, seconds } of files) parts.set(dirname(name), (parts.get(dirname(name)) ?? 0) + seconds);
    const now = coreSeconds();
    const idle = (now.idle - this.begun.idle) / (now.all - this.begun.all);
    console.log(
      [
        '\nSeconds of workers by part:',
        ...table([...parts].map(([name, seconds]) => ({ name, seconds }))),
        '\nThe longest files:',
        ...table(files).slice(0, LONGEST_FILES),
        `\nThis machine's cores were idle for ${Math.round(100 * idle)} % of the time.`,
      ].join('\n'),
    );
  }
};

/** @param {{ name: string, seconds: number }[]} rows */
function table(rows) {
  return rows
    .sort((left, right) => right.seconds - left.seconds)
    .map(({ name, seconds }) => `${seconds.toFixed(1).padStart(7)}  ${name}`);
}

/** Since the machine's start, of all cores together. */
function coreSeconds() {
  const times = cpus().map((core) => core.times);
  const all = times.reduce((sum, core) => sum + core.user + core.nice + core.sys + core.idle + core.irq, 0);
  return { idle: times.reduce((sum, core) => sum + core.idle, 0) / 1_000, all: all / 1_000 };
}
