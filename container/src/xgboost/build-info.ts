import { z } from 'zod';
import { type Out, xgboost } from './bindings';
import { check, written } from './call';

const buildInfo = z.object({ USE_CUDA: z.boolean() });

/** True if XGBoost's library was built for NVIDIA's GPUs. */
export function libraryHasCuda(): boolean {
  const out: Out<string> = [null];
  check(xgboost().XGBuildInfo(out), 'while reading how its library was built');
  return buildInfo.parse(JSON.parse(written(out))).USE_CUDA;
}
