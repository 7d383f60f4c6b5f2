import { join } from 'node:path';
import { runCheck } from './run-check';

/** What a packed folder runs: everything lies beside this file. */
const wheel = join(__dirname, 'wheel');
runCheck(
  async () => ({
    library: join(wheel, 'xgboost/lib/libxgboost.so'),
    python: process.env.PYTHON ?? 'python3',
    pythonPath: wheel,
    peer: join(__dirname, 'train_in_python.py'),
  }),
  process.argv.slice(2),
).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
