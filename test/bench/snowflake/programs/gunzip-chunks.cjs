'use strict';

// Unpacks all chunks on all cores and does nothing else: no reader of gzip can be faster with this library.
const { readFileSync } = require('node:fs');
const { availableParallelism } = require('node:os');
const { isMainThread, Worker, workerData } = require('node:worker_threads');
const { gunzipSync } = require('node:zlib');

if (isMainThread) main();
else unpack(workerData);

async function main() {
  const begun = performance.now();
  const { rows, files } = JSON.parse(readFileSync(process.env.CHUNKS, 'utf8'));
  const next = new Int32Array(new SharedArrayBuffer(4));
  const threads = Array.from(
    { length: availableParallelism() },
    () => new Worker(__filename, { workerData: { files, next } }),
  );
  await Promise.all(
    threads.map(
      (thread) =>
        new Promise((resolve, reject) =>
          thread.on('error', reject).on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${code}`)))),
        ),
    ),
  );
  console.log(JSON.stringify({ rows, seconds: (performance.now() - begun) / 1000 }));
}

function unpack({ files, next }) {
  for (;;) {
    const file = files[Atomics.add(next, 0, 1)];
    if (file === undefined) return;
    gunzipSync(readFileSync(file), { chunkSize: 256 * 1024 });
  }
}
