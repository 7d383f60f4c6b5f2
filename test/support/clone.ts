import { dirname, join } from 'node:path';

/** The clone that the tests run in. */
export const ROOT = dirname(dirname(__dirname));

/** The Python with Jupyter, moto and libxgboost. */
export const PYTHON = join(ROOT, '.venv', 'bin', 'python');

/** The Python with programs of others: boto3, Snowflake's connector, xgboost, pandas. */
export const PEERS_PYTHON = join(ROOT, '.venv-peers', 'bin', 'python');

/** Snowflake's connector 4, for programs of that Python which have this folder first on their path. */
export const CONNECTOR_4 = join(ROOT, '.venv-peers', 'connector-4');
