import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { StageObject } from '../catalog/catalog-object';
import { printName } from '../identifiers';
import { requireSchema, resolveName } from '../session/resolve-names';
import type { CreateStage } from '../sql/statement';
import { TEMPORARY_STAGES } from '../stages/stage-folder';
import { applyChange } from './apply-change';
import type { StatementContext } from './context';
import { removeStageFolders } from './drop-objects';
import { checkNameTaken } from './name-taken';

/** CREATE STAGE: an internal stage, its files in a folder with a random name below the account's directory. */
export async function createStage(context: StatementContext, create: CreateStage): Promise<string> {
  const { account, session } = context;
  const name = resolveName(session, create.name, 'CREATE STAGE');
  requireSchema(session, account.catalog, name);
  const objects = create.temporary ? session.temporary : account.catalog.objects;
  const old = objects.find('stage', name);
  const done = checkNameTaken(old !== undefined, printName(name.name), create);
  if (done !== null) return done;
  const stage: StageObject = {
    kind: 'stage',
    ...name,
    createdOn: new Date(),
    comment: create.comment,
    temporary: create.temporary,
    folder: create.temporary ? join(TEMPORARY_STAGES, randomUUID()) : randomUUID(),
    fileFormat: create.fileFormat,
  };
  await mkdir(join(account.stagesDirectory, stage.folder), { recursive: true, mode: 0o700 });
  if (create.temporary) session.temporary.put(stage);
  else await applyChange(context, { put: [stage] });
  if (old !== undefined) await removeStageFolders(account, [old]);
  return `Stage area ${printName(name.name)} successfully created.`;
}
