import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { RecordedBackend } from 'jupyterlab-ext/recorded/recorded-backend';
import { type JobEvent, Recording } from 'kernel-helpers/sidebar-contract/index';
import { ROOT } from '../../support/clone';
import { startLocalAccount, type TestAccount } from '../../support/local-account';
import { withEnvironment } from '../../support/with-environment';
import { HandClock } from './support/hand-clock';
import { recordLocalAccount } from './support/record-local-account';

const SHIPPED = join(ROOT, 'jupyterlab-ext/src/recorded/california-housing.json');
const ROUNDS = 150;

let account: TestAccount;
let restoreEnvironment: () => void;
let recorded: Recording;

beforeAll(async () => {
  account = await startLocalAccount();
  restoreEnvironment = withEnvironment(account.settings);
  recorded = await recordLocalAccount(ROUNDS);
  // Only `npm run record-class` writes what is shipped; npm says which script it runs.
  if (process.env.npm_lifecycle_event === 'record-class') writeFileSync(SHIPPED, `${JSON.stringify(recorded)}\n`);
}, 300_000);

afterAll(async () => {
  restoreEnvironment?.();
  await account?.close();
});

const shipped = (): Recording => Recording.parse(JSON.parse(readFileSync(SHIPPED, 'utf8')));
const RECORDINGS: readonly (readonly [string, () => Recording])[] = [
  ['that is shipped', shipped],
  ['made now', () => Recording.parse(JSON.parse(JSON.stringify(recorded)))],
];

describe.each(RECORDINGS)('the recording of the local account %s', (_which, recording) => {
  test('has the table, its rows, and the code for it', async () => {
    const backend = new RecordedBackend(recording(), new HandClock());
    const { items } = await backend.request('tables', { path: ['ML', 'PUBLIC'] });
    const path = ['ML', 'PUBLIC', 'CALIFORNIA_HOUSING'];

    expect(items.map(({ name, kind }) => `${kind} ${name}`).sort()).toEqual([
      'table CALIFORNIA_HOUSING',
      'table WITHOUT_PRICES',
      'view EXPENSIVE',
    ]);
    expect(await backend.request('columns', { path })).toHaveLength(9);
    expect((await backend.request('preview', { path, limit: 100 })).rows).toHaveLength(100);
    expect((await backend.request('cellCode', { path, code: 'training' })).source).toContain('trainingJob');
    expect((await backend.request('profile', { path, column: 'MEDHOUSEVAL' })).rows).toBe(20_640);
  });

  test('has the checks of the doctor and its report', async () => {
    const backend = new RecordedBackend(recording(), new HandClock());
    const told: string[] = [];
    const { checks, redactedText } = await backend.request('doctor', {}, { onEvent: ({ name }) => told.push(name) });

    expect(told).toEqual(checks.map(({ name }) => name));
    expect(told).toEqual(expect.arrayContaining(['Node.js', 'Installation', 'Login']));
    expect(redactedText).toContain('checks passed');
  });

  test('has a job that completes, one that fails, and an endpoint', async () => {
    const clock = new HandClock();
    const replayed = recording();
    const backend = new RecordedBackend(replayed, clock);
    const endsAt = Math.max(...replayed.exchanges.map(({ answeredAt = 0 }) => answeredAt));
    await clock.goOn((endsAt / replayed.timesFaster) * 1_000, 1_000);
    const { items } = await backend.request('jobs', { kind: 'training' });
    const endpoints = await backend.request('jobs', { kind: 'endpoint' });
    const events: JobEvent[] = [];
    for (const { name } of items.slice(0, 2)) {
      await backend.request('followJob', { name }, { onEvent: (batch) => events.push(...batch.events) });
    }

    expect(items.map(({ status }) => status).sort()).toEqual(['completed', 'completed', 'failed']);
    expect(endpoints.items).toMatchObject([{ status: 'in-service' }]);
    expect(events.filter(({ type }) => type === 'metric').length).toBeGreaterThanOrEqual(ROUNDS);
    expect(events.flatMap((event) => (event.type === 'finished' ? [event.status] : [])).sort()).toEqual([
      'Completed',
      'Failed',
    ]);
  });

  test('names nobody, and holds no secret and no path of a machine', () => {
    const text = JSON.stringify(recording());
    const { SNOWFLAKE_PASSWORD: _, ...settings } = account.settings;
    const secrets = Object.entries(settings).filter(([name]) => /SECRET_ACCESS|TOKEN|PASSWORD/.test(name));

    expect(secrets.filter(([, value]) => text.includes(value))).toEqual([]);
    expect(text).not.toMatch(/\beyJ[\w-]{10,}|AKIA[A-Z0-9]{12}|-----BEGIN|X-Amz-Signature|\b123456789012\b/);
    expect(text).not.toMatch(/\/(?:home|root|tmp|work|Users)\//);
    expect(text).not.toContain(ROOT);
  });
});
