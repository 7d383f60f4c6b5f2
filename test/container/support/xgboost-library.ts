import { LOCAL_HOST_ENVIRONMENT } from 'kernel-helpers/training-contract/index';
import { findPythonTools } from '../../../kernel-helpers/local-account/account/python';

/** The libxgboost.so of the clone's own Python environment. */
export function xgboostLibrary(): string {
  const path = findPythonTools().xgboostLibrary;
  if (path === undefined) throw new Error('The wheel xgboost-cpu is not in .venv. Run npm run set-up.');
  return path;
}

/** Lets the test's own process call XGBoost. */
export function useXGBoostLibrary(): void {
  process.env[LOCAL_HOST_ENVIRONMENT.xgboostLibrary] = xgboostLibrary();
}
