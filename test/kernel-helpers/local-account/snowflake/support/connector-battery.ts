import { join } from 'node:path';
import { z } from 'zod';
import { CONNECTOR_4, PEERS_PYTHON } from '../../../../support/clone';
import { startLocalAccount } from '../../../../support/local-account';
import { runToSuccess } from '../../../../support/run-process';
import { makeTemporaryFolder } from '../../../../support/temporary-folder';

/** Which of the two installed versions runs: the peers' own, or the last one before the connector's rewrite in Rust. */
export type ConnectorChoice = 'newest' | 'connector 4';

const batterySchema = z.object({
  version: z.string(),
  operations: z.array(z.object({ name: z.string(), problem: z.string().nullable() })),
});
export type Battery = z.infer<typeof batterySchema>;

const DEADLINE_SECONDS = 150;

/** Runs every operation of `connector_battery.py` on a new local account. */
export async function runConnectorBattery(choice: ConnectorChoice): Promise<Battery> {
  const account = await startLocalAccount();
  const folder = makeTemporaryFolder('connector-battery');
  try {
    const path = choice === 'connector 4' ? { PYTHONPATH: CONNECTOR_4 } : {};
    const printed = await runToSuccess(
      PEERS_PYTHON,
      ['-W', 'ignore', join(__dirname, 'connector_battery.py'), folder.path],
      {
        env: { ...account.settings, ...path, HOME: folder.path },
        cwd: folder.path,
        deadlineSeconds: DEADLINE_SECONDS,
      },
    );
    return batterySchema.parse(JSON.parse(printed));
  } finally {
    folder.close();
    await account.close();
  }
}
