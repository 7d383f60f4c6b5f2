import { unzipSync } from 'fflate';
import { UserError } from '../../../errors';
import { type Layer, writeLayer } from './write-layer';

/** XGBoost's library, and beside it the libraries that it was linked with. */
const LIBRARIES = /^(xgboost\/lib|xgboost[^/]*\.libs)\/[^/]+$/;

/**
 * XGBoost's library from its Python wheel, in the wheel's own layout: it looks for its OpenMP in `../../xgboost*.libs`.
 * @param wheel the wheel, which is a zip archive, already checked
 */
export async function libraryLayer(name: string, wheel: Uint8Array, signal: AbortSignal): Promise<Layer> {
  const found = unzipSync(wheel, { filter: ({ name: path }) => LIBRARIES.test(path) });
  const files = Object.entries(found).map(([path, content]) => ({
    path: `opt/xgboost/${path}`,
    content,
    isExecutable: true,
  }));
  if (!files.some(({ path }) => path.endsWith('/libxgboost.so'))) {
    throw new UserError(`The wheel ${name} holds no libxgboost.so for Linux. Correct the file that pins it.`);
  }
  return await writeLayer(`XGBoost's library (${name})`, files, signal);
}
