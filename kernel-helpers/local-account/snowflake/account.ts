import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { DuckDBInstance } from '@duckdb/node-api';
import { Catalog } from './catalog/catalog';
import { type Bounds, boundsOfMachine } from './engine/bounds';
import { Cancellation } from './engine/cancellation';
import { openDatabase } from './engine/open-database';
import type { Session } from './session/session';
import { loadTranslator } from './sql/translator';
import { TEMPORARY_STAGES } from './stages/stage-folder';
import { type FirstObjects, firstObjectsChange } from './statements/first-objects';
import { CREATE_LOADED_FILES } from './statements/loaded-files';

export interface AccountOptions {
  readonly firstObjects?: FirstObjects;
  readonly limits?: Partial<Bounds>;
  readonly faultsOnDemand?: boolean;
}

/** What one account keeps in its directory: a DuckDB file, the stages' files, and the chunks of recent results. */
export class Account {
  /** Only the state that SHOW prints, until the next statement: suspending a warehouse stops no machine. */
  readonly suspendedWarehouses = new Set<string>();

  private constructor(
    readonly name: string,
    readonly database: DuckDBInstance,
    readonly catalog: Catalog,
    readonly directory: string,
    readonly stagesDirectory: string,
    readonly resultsDirectory: string,
    /** Whether sessions may ask for faults. */
    readonly hasFaultsOnDemand: boolean,
  ) {}

  /**
   * Opens or makes the account; an account without any object gets the first ones. Throws PlatformError when its
   * database is in use or damaged.
   */
  static async open(
    folder: string,
    name: string,
    { firstObjects, limits, faultsOnDemand = false }: AccountOptions = {},
  ): Promise<Account> {
    const directory = resolve(folder);
    const stages = join(directory, 'stages');
    const results = join(directory, 'results');
    await mkdir(stages, { recursive: true, mode: 0o700 });
    await loadTranslator();
    const bounds = { ...(await boundsOfMachine(directory)), ...limits };
    const database = await openDatabase(join(directory, 'account.duckdb'), stages, bounds);
    // Nobody can ask for the results of an earlier run: their links and sessions ended with that process.
    await rm(results, { recursive: true, force: true });
    await rm(join(stages, TEMPORARY_STAGES), { recursive: true, force: true });
    const connection = await database.connect();
    const catalog = await Catalog.open(connection);
    await connection.run(CREATE_LOADED_FILES);
    if (firstObjects !== undefined && catalog.objects.isEmpty)
      await catalog.apply(connection, new Cancellation(), firstObjectsChange(firstObjects));
    connection.closeSync();
    return new Account(name, database, catalog, directory, stages, results, faultsOnDemand);
  }

  /** Ends a session: rolls back its open transaction and removes its temporary objects. */
  async endSession(session: Session): Promise<void> {
    await session.close();
    for (const stage of session.temporary.all('stage'))
      await rm(join(this.stagesDirectory, stage.folder), { recursive: true, force: true });
  }

  /** Writes everything to the file. Close all sessions first. */
  async close(): Promise<void> {
    const connection = await this.database.connect();
    await connection.run('CHECKPOINT');
    connection.closeSync();
    this.database.closeSync();
    await rm(this.resultsDirectory, { recursive: true, force: true });
  }
}
