import { startLocalAccount } from './local-account';

/** The account that a claim about the real service is tested on. */
export interface AccountUnderTest {
  readonly isReal: boolean;
  readonly settings: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * A local account of the test's own, unless REAL_ACCOUNT is set: then the real account that the environment names
 * (AWS credentials, SECRET_ID, SF_ACCOUNT, SF_WAREHOUSE, SF_DATABASE; see the README). That costs warehouse seconds.
 */
export async function openAccountUnderTest(): Promise<AccountUnderTest> {
  if (process.env.REAL_ACCOUNT !== undefined) return { isReal: true, settings: {}, close: async () => {} };
  const { settings, close } = await startLocalAccount();
  return { isReal: false, settings, close };
}
