import { rm } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { type ResultSet, resultOf } from '../results/result-set';
import { countColumn, textColumn } from '../results/row-type';
import type { PutFiles, Statement } from '../sql/statement';
import { fileDigest, listStage, stageRoot } from '../stages/stage-folder';
import { STATEMENT_TYPE, type StatementAnswer, type StatementContext } from './context';

/** PUT: tells the driver where to bring the files; the driver does the work. */
export async function putFiles(context: StatementContext, put: PutFiles): Promise<StatementAnswer> {
  const { directory } = await stageRoot(context, put.location, 'PUT');
  const stageInfo = context.session.copiesLocally
    ? localStageInfo(directory, put)
    : uploadStageInfo(context, directory, put);
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
      stageInfo: { ...NO_CLOUD, path: put.location.path, ...stageInfo },
    },
  };
}

const NO_CLOUD = { region: 'local', storageAccount: null, isClientSideEncrypted: false, creds: {}, endPoint: null };

/**
 * The driver copies the files itself (`snowflake-sdk/dist/lib/file_transfer_agent/local_util.js`, and the Python
 * connector up to version 4), so the client must run on this machine.
 */
function localStageInfo(directory: string, put: PutFiles) {
  return { locationType: 'LOCAL_FS', location: join(directory, put.location.path), presignedUrl: null };
}

/** The driver uploads to a signed link as it would to Google's store; for many files it asks again, file by file. */
function uploadStageInfo({ account, uploadUrl }: StatementContext, directory: string, put: PutFiles) {
  const isOneFile = !/[*?]/.test(put.source);
  const folder = [relative(account.stagesDirectory, directory), put.location.path].filter((part) => part !== '');
  const path = [put.autoCompress ? 'compressed' : 'exact', ...folder, isOneFile ? basename(put.source) : ''];
  const encoded = path.flatMap((part) => part.split('/')).map(encodeURIComponent);
  return {
    locationType: 'GCS',
    location: 'local/',
    presignedUrl: uploadUrl(`/uploads/${encoded.join('/')}`) + SIGNED_HEADERS,
  };
}

/** The headers that a driver adds when it must not replace a file; it reads from the link whether it may. */
const SIGNED_HEADERS = `&X-Goog-SignedHeaders=${encodeURIComponent('content-encoding;host;x-goog-if-generation-match;x-goog-meta-sfc-digest')}`;

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
