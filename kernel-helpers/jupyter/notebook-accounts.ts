import {
  type LocalAccount,
  onLocalAccount,
  openLocalAccount,
  openNewLocalAccount,
  stopLocalAccount,
} from './local-account';
import { agreeOnRealAccounts, inRed } from './real-accounts';

export const ACCOUNT_KINDS = ['local', 'real'] as const;

/** `local`: the account on this machine. `real`: the accounts that the caller's environment names. */
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** The accounts that notebooks work on. */
export interface NotebookAccounts {
  /** Completes "JupyterLab runs on …". */
  readonly name: string;
  /** The environment of the notebooks. */
  readonly environment: NodeJS.ProcessEnv;
  /** Whether this process has to end the local account. */
  readonly isOwn: boolean;
  /** What to say when the notebooks end. */
  readonly farewell: string;
  /** Stops the local account if this process has to end it. Calling it twice is fine. */
  close(): Promise<void>;
}

export interface OpenAccountsOptions {
  readonly root: string;
  readonly kind: AccountKind;
  /** What needs the accounts, for the question: `Start JupyterLab`. */
  readonly doing: string;
  /** Do not ask before real accounts are used. */
  readonly yes: boolean;
  /** A killed command has left the local account running. */
  readonly isLeftOver?: boolean;
  readonly signal: AbortSignal;
}

/** Starts the local account, or asks whether to work on the real ones. Throws a UserError if the answer is no. */
export async function openAccounts(options: OpenAccountsOptions): Promise<NotebookAccounts> {
  const { root, kind, isLeftOver = false } = options;
  if (kind === 'local') return notebooksOn(await openLocalAccount(root, { isLeftOver }));
  if (isLeftOver) await stopLocalAccount(root);
  await agreeOnRealAccounts(options);
  return {
    name: inRed('REAL ACCOUNTS'),
    environment: process.env,
    isOwn: false,
    farewell: 'Training jobs and endpoints on AWS go on; endpoints cost money until you delete them: await cleanUp().',
    close: async () => {},
  };
}

/** Starts a local account without any data, and erases it when it is closed. */
export async function openNewLocalAccounts(root: string): Promise<NotebookAccounts> {
  return notebooksOn(await openNewLocalAccount(root));
}

function notebooksOn(account: LocalAccount): NotebookAccounts {
  return {
    name: 'the local account',
    environment: onLocalAccount(process.env, account),
    isOwn: account.isOwn,
    farewell: 'Tables and models of the local account are kept in .local-account/.',
    close: () => account.close(),
  };
}
