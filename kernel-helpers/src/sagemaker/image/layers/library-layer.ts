import { setImmediate as nextTurn } from 'node:timers/promises';
import { Unzip, UnzipInflate } from 'fflate';
import { UserError } from '../../../errors';
import { type Layer, type LayerFile, writeLayer } from './write-layer';

/** XGBoost's library, and beside it the libraries that it was linked with. */
const LIBRARIES = /^(xgboost\/lib|xgboost[^/]*\.libs)\/[^/]+$/;
/** Between two of them the cell can be interrupted. */
const STEP_BYTES = 256 * 1024;

/**
 * XGBoost's library from its Python wheel, in the wheel's own layout: it looks for its OpenMP in `../../xgboost*.libs`.
 * @param wheel the wheel, which is a zip archive, already checked
 */
export async function libraryLayer(name: string, wheel: Uint8Array, signal: AbortSignal): Promise<Layer> {
  const files = await librariesIn(wheel, signal);
  if (!files.some(({ path }) => path.endsWith('/libxgboost.so'))) {
    throw new UserError(`The wheel ${name} holds no libxgboost.so for Linux. Correct the file that pins it.`);
  }
  return await writeLayer(`XGBoost's library (${name})`, files, signal);
}

async function librariesIn(wheel: Uint8Array, signal: AbortSignal): Promise<readonly LayerFile[]> {
  const parts = new Map<string, Uint8Array[]>();
  const failures: Error[] = [];
  const unzip = new Unzip((file) => {
    if (!LIBRARIES.test(file.name)) return;
    const content: Uint8Array[] = [];
    parts.set(file.name, content);
    file.ondata = (error, part) => {
      if (error !== null) failures.push(error);
      else content.push(part);
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  for (let from = 0; from < wheel.length; from += STEP_BYTES) {
    await nextTurn();
    signal.throwIfAborted();
    unzip.push(wheel.subarray(from, from + STEP_BYTES), from + STEP_BYTES >= wheel.length);
    if (failures.length > 0) throw failures[0];
  }
  return [...parts].map(([path, content]) => ({
    path: `opt/xgboost/${path}`,
    content: Buffer.concat(content),
    isExecutable: true,
  }));
}
