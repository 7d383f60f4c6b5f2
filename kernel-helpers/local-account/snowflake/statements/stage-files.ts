import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ResultSet, resultOf } from '../results/result-set';
import { countColumn, textColumn } from '../results/row-type';
import type { PutFiles, Statement } from '../sql/statement';
import { fileDigest, listStage, stageRoot } from '../stages/stage-folder';
import { STATEMENT_TYPE, type StatementAnswer, type StatementContext } from './context';

/**
 * PUT: tells the driver to copy the files itself (`LOCAL_FS` of `snowflake-sdk/dist/lib/file_transfer_agent/local_util.js`
 * and of the Python connector), so the client must run on this machine.
 */
export async function putFiles(context: StatementContext, put: PutFiles): Promise<StatementAnswer> {
  const { directory } = await stageRoot(context, put.location, 'PUT');
  return {
    result: resultOf([], []),
    statementTypeId: STATEMENT_TYPE.put,
    upload: {
      command: 'UPLOAD',
      operation: 'Node',
      src_locations: [put.source],
      localLocation: null,
      parallel: put.parallel,
      threshold: 209_715_200,
      autoCompress: put.autoCompress,
      sourceCompression: put.sourceCompression,
      overwrite: put.overwrite,
      clientShowEncryptionParameter: false,
      encryptionMaterial: null,
      presignedUrls: null,
      kind: null,
      stageInfo: {
        locationType: 'LOCAL_FS',
        location: join(directory, put.location.path),
        path: put.location.path,
        region: 'local',
        storageAccount: null,
        isClientSideEncrypted: false,
        creds: {},
        presignedUrl: null,
        endPoint: null,
      },
    },
  };
}

/** LIST @stage: name, size, md5, last_modified. */
export async function listFiles(
  context: StatementContext,
  { location, pattern }: Extract<Statement, { kind: 'list' }>,
): Promise<ResultSet> {
  const files = await listStage(context, location, pattern, 'LIST');
  const rows = [];
  for (const file of files)
    rows.push([file.printedPath, file.bytes, await fileDigest(file.file), file.modifiedOn.toUTCString()]);
  return resultOf([textColumn('name'), countColumn('size'), textColumn('md5'), textColumn('last_modified')], rows);
}

/** REMOVE @stage: deletes the files and answers what happened to each. */
export async function removeFiles(
  context: StatementContext,
  { location, pattern }: Extract<Statement, { kind: 'remove' }>,
): Promise<ResultSet> {
  const files = await listStage(context, location, pattern, 'REMOVE');
  for (const file of files) await rm(file.file, { force: true });
  return resultOf(
    [textColumn('name'), textColumn('result')],
    files.map((file) => [file.printedPath, 'removed']),
  );
}
