import { join } from 'node:path';
import { z } from 'zod';
import { PEERS_PYTHON } from '../../support/clone';
import { runToSuccess } from '../../support/run-process';

const peersReport = z.object({
  rows: z.number(),
  jobStatus: z.string(),
  instances: z.number(),
  logStreams: z.array(z.string()),
  logLines: z.array(z.string()),
  artefactMembers: z.array(z.string()),
  features: z.array(z.array(z.number())),
  truth: z.array(z.number()),
  error: z.number(),
});
export type PeersReport = z.infer<typeof peersReport>;

/**
 * Lets boto3, Snowflake's Python connector and Python's xgboost read an account.
 * @param settings their whole environment: they get none of this process's own variables
 * @param folder where they leave the model, and where they may write
 */
export async function askPeers(settings: Readonly<Record<string, string>>, folder: string): Promise<PeersReport> {
  const printed = await runToSuccess(PEERS_PYTHON, ['-W', 'ignore', join(__dirname, 'peers.py'), folder], {
    env: { ...settings, HOME: folder },
    cwd: folder,
    deadlineSeconds: 120,
  });
  return peersReport.parse(JSON.parse(printed));
}
