import { randomBytes } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import { messageOf } from 'kernel-helpers/errors';
import { ObjectMap } from '../catalog/catalog-object';
import { Turns } from '../engine/turns';
import type { ChunkFaults } from '../results/chunk-faults';
import { SnowflakeError } from '../snowflake-error';

/** How long tokens are valid on the service: one hour, and four hours for the master token, which renews them. */
export const TOKEN_SECONDS = 3600;
export const MASTER_TOKEN_SECONDS = 14_400;

export type TransactionState = 'none' | 'open' | 'lost';

/** What a login brings into its session. */
export interface SessionFacts {
  readonly user: string;
  readonly role: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly tokenSeconds: number;
  readonly copiesLocally: boolean;
  /** `CLIENT_APP_ID` of the login: `PythonConnector`, `JavaScript`, … */
  readonly client: string;
}

/** One login: its tokens, its current names, its temporary objects, and a DuckDB connection of its own. */
export class Session {
  readonly id = randomBytes(6).readUIntBE(0, 6);
  token = newToken();
  masterToken = newToken();
  private tokenExpiresAt: number;
  private masterTokenExpiresAt: number;
  database: string | null = null;
  schema: string | null = null;
  warehouse: string | null = null;
  lastQueryId: string | null = null;
  readonly temporary = new ObjectMap();
  /** What goes wrong with the downloads of its results, because a test asked for it. */
  faults: ChunkFaults | undefined;
  /** Statements of one session run one after the other: it has one connection and one transaction. */
  readonly turns = new Turns();
  readonly parameters: Map<string, string>;
  /** `lost`: a statement failed inside the transaction, and DuckDB discarded the transaction's work. */
  transaction: TransactionState = 'none';
  /** When the open transaction, or the last one, began. This time is the transaction's id, as on Snowflake. */
  private transactionBegan = 0;

  readonly user: string;
  role: string;
  /** How many seconds a session token is valid. */
  readonly tokenSeconds: number;
  /** False for drivers that cannot copy files into a stage's folder themselves, and upload them instead. */
  readonly copiesLocally: boolean;
  readonly client: string;

  constructor(
    readonly connection: DuckDBConnection,
    facts: SessionFacts,
  ) {
    this.user = facts.user;
    this.role = facts.role;
    this.tokenSeconds = facts.tokenSeconds;
    this.copiesLocally = facts.copiesLocally;
    this.client = facts.client;
    this.parameters = new Map(facts.parameters);
    this.tokenExpiresAt = Date.now() + facts.tokenSeconds * 1000;
    this.masterTokenExpiresAt = Date.now() + MASTER_TOKEN_SECONDS * 1000;
  }

  get isTokenExpired(): boolean {
    return Date.now() >= this.tokenExpiresAt;
  }

  get isMasterTokenExpired(): boolean {
    return Date.now() >= this.masterTokenExpiresAt;
  }

  /** What CURRENT_TRANSACTION() answers. */
  get transactionId(): string | null {
    return this.transaction === 'none' ? null : String(this.transactionBegan);
  }

  /** Makes new tokens; the old ones are then invalid. */
  renewTokens(): void {
    this.token = newToken();
    this.masterToken = newToken();
    this.tokenExpiresAt = Date.now() + this.tokenSeconds * 1000;
    this.masterTokenExpiresAt = Date.now() + MASTER_TOKEN_SECONDS * 1000;
  }

  /** Makes the session token invalid, as after its hour; the driver can ask for a new one. */
  expireToken(): void {
    this.tokenExpiresAt = 0;
  }

  async begin(): Promise<void> {
    if (this.transaction !== 'none') return;
    await this.connection.run('BEGIN');
    this.transaction = 'open';
    this.transactionBegan = Date.now();
  }

  async rollback(): Promise<void> {
    if (this.transaction === 'none') return;
    this.transaction = 'none';
    await this.connection.run('ROLLBACK');
  }

  /** Throws when work of the transaction was lost before; no part of it is kept then. */
  async commit(): Promise<void> {
    if (this.transaction === 'lost') {
      await this.rollback();
      throw new SnowflakeError(
        '000603',
        '40000',
        'The transaction was rolled back: a statement in it failed while it ran. ' +
          'The local account keeps nothing of such a transaction (Snowflake would keep the other statements). Run it again.',
      );
    }
    if (this.transaction === 'none') return;
    this.transaction = 'none';
    await this.connection.run('COMMIT');
  }

  /** After some failures DuckDB discards a transaction, yet it would answer a later COMMIT with success. */
  async noticeFailure(): Promise<void> {
    if (this.transaction !== 'open') return;
    try {
      await this.connection.run('SELECT 1');
    } catch (error) {
      if (!messageOf(error).includes('aborted')) throw error;
      this.transaction = 'lost';
    }
  }

  /** Makes DuckDB discard the transaction, as it does by itself after some failures. */
  async giveUpTransaction(): Promise<void> {
    await this.connection.run("SELECT error('given up')").catch(() => this.noticeFailure());
  }

  /** Ends the session; DuckDB rolls back an open transaction. */
  async close(): Promise<void> {
    await this.turns.take(async () => this.connection.closeSync());
  }
}

function newToken(): string {
  return randomBytes(48).toString('base64url');
}
