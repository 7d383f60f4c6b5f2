import { dirname, join } from 'node:path';

/** The clone that the tests run in. */
export const ROOT = dirname(dirname(__dirname));

/** The Python with Jupyter, moto and libxgboost. */
export const PYTHON = join(ROOT, '.venv', 'bin', 'python');

/** The Python with packages of other people: boto3, Snowflake's connector, xgboost, pandas. */
export const PEERS_PYTHON = join(ROOT, '.venv-peers', 'bin', 'python');

/** Snowflake's connector 4. A program of that Python uses it when this folder is first on its path. */
export const CONNECTOR_4 = join(ROOT, '.venv-peers', 'connector-4');
