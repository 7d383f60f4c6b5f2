'use strict';

// A container's program for the tests. Its hyperparameters or its model say how it behaves as a host or a server.
const { createServer } = require('node:http');
const { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } = require('node:fs');
const { join } = require('node:path');

const base = process.env.SAGEMAKER_BASE_DIR;
const read = (path) => JSON.parse(readFileSync(join(base, path), 'utf8'));

const behaviours = {
  /** Reports metrics and saves what it was given, so that a test can read it. */
  train(host) {
    console.log(`[0] train-rmse:0.9 validation-rmse:${host.number}.5`);
    console.error('a line on stderr');
    console.log('a\ttab');
    console.log(`[1] train-rmse:0.5 validation-rmse:${host.number}.25`);
    if (host.number === 1) writeFileSync(join(base, 'model/xgboost-model'), 'a model');
    const seen = { ...host, environment: process.env, files: readFileTree() };
    writeFileSync(join(base, `output/data/${host.name}.json`), JSON.stringify(seen));
  },
  /** The second host fails and says why; the first only waits. */
  fail(host) {
    if (host.number === 1) {
      setInterval(() => undefined, 1000);
      return;
    }
    writeFileSync(join(base, 'output/failure'), `The table is empty. ${'x'.repeat(2000)}`);
    process.exit(3);
  },
  /** Prints many lines at once, then an emoji where CloudWatch's longest event ends, and ends without a line's end. */
  talk(host) {
    for (let line = 0; line < Number(host.hyperparameters.lines); line += 1) writeSync(1, `line ${line}\n`);
    writeSync(1, `${'x'.repeat(59_999)}🚀\nlast words`);
  },
  crash() {
    process.kill(process.pid, 'SIGKILL');
  },
  /** Saves what it has when it is asked to stop. */
  stoppable() {
    process.on('SIGTERM', () => {
      console.log('saving before the end');
      writeFileSync(join(base, 'model/xgboost-model'), 'half a model');
      process.exit(0);
    });
    console.log('waiting');
    setInterval(() => undefined, 1000);
  },
  /** Counts, a line and a round at a time, until it is asked to stop. */
  counting() {
    let count = 0;
    setInterval(() => {
      console.log(`[${count}] train-rmse:${1 / (count + 1)}`);
      count += 1;
    }, 20);
    process.on('SIGTERM', () => process.exit(0));
  },
  /** Begins with a checkpoint; with one from an earlier start it deletes that, writes the next one and ends. */
  checkpointing(host) {
    const folder = join(base, 'checkpoints');
    const found = readdirSync(folder).sort();
    console.log(`found ${found.join(', ') || 'nothing'}`);
    if (found.length === 0) {
      if (host.number === 1) writeFileSync(join(folder, 'round.3'), 'three');
      const passing = Array.from({ length: 100 }, (_none, index) => join(folder, `passing-${host.number}.${index}`));
      const removeAll = () => {
        for (const file of passing) rmSync(file, { force: true });
      };
      console.log('waiting');
      process.on('SIGTERM', () => {
        removeAll();
        process.exit(0);
      });
      // Files that are gone before anybody could copy them all.
      setInterval(() => {
        removeAll();
        for (const file of passing) writeFileSync(file, 'passing');
      }, 5);
      return;
    }
    if (host.number !== 1) return;
    rmSync(join(folder, 'round.3'));
    writeFileSync(join(folder, 'round.6'), readFileSync(join(base, 'input/config/checkpointconfig.json')));
    writeFileSync(join(base, 'model/xgboost-model'), 'a model');
  },
  deaf() {
    process.on('SIGTERM', () => console.log('not listening'));
    console.log('waiting');
    setInterval(() => undefined, 1000);
  },
};

function readFileTree() {
  const channel = join(base, 'input/data/training/part.csv');
  return existsSync(channel) ? readFileSync(channel, 'utf8') : undefined;
}

function train() {
  const resources = read('input/config/resourceconfig.json');
  const hyperparameters = read('input/config/hyperparameters.json');
  const name = resources.current_host;
  const host = {
    name,
    number: Number(name.slice('algo-'.length)),
    resources,
    hyperparameters,
    channels: read('input/config/inputdataconfig.json'),
  };
  behaviours[hyperparameters.behaviour ?? 'train'](host);
}

function serve() {
  const model = readFileSync(join(base, 'model/xgboost-model'), 'utf8');
  if (model === 'a broken model') throw new Error('This model cannot be read.');
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    if (request.url === '/ping') return response.end();
    if (body === 'crash') process.exit(1);
    if (body === 'bad') return response.writeHead(415).end('Only text/csv is read.');
    response.writeHead(200, { 'content-type': 'text/csv' });
    return response.end(`${model}|${request.headers['content-type']}|${body}`);
  });
  server.listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1');
  process.on('SIGTERM', () => process.exit(0));
}

mkdirSync(join(base, 'tmp'), { recursive: true });
if (process.argv[2] === 'train') train();
else serve();
