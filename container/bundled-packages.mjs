// Where the packages go that the image's program needs, and which of their parts it does not. A start costs what it
// reads: V8 looks through every line of a file (20 ms and 2 MB for each MB), and runs all that a package does at once.
import { join } from 'node:path';

/** Packages that this project itself loads at their first use: each is a file of its own, read when it is needed. */
export const OWN_FILES = ['snowflake-sdk', '@aws-sdk/client-secrets-manager', '@aws-sdk/client-s3', 'tar', 'undici'];

/**
 * What the program never calls: what only notebooks ask of AWS; of Snowflake's driver the transfer of files, its own
 * reading of rows (times and large numbers), its log, its configuration file, and logins by a browser, Azure and Google.
 */
const LEFT_OUT = [
  /^@aws-sdk\/client-(cloudwatch|cloudwatch-logs|ecr|iam|sagemaker|sagemaker-runtime|service-quotas)$/,
  /^\.\.\/file_transfer_agent\/file_transfer_agent$/,
  /^(bignumber\.js|big-integer|moment|moment-timezone|winston|toml)$/,
  /^(open|oauth4webapi|@azure\/identity|google-auth-library)$/,
];
/** zod's messages in other languages. */
const ZOD_LANGUAGES = /\/locales\/index\.c?js$/;

/**
 * What the driver loads at its start and uses in some jobs only: logins by a key pair and by workload identity, asking
 * whether a certificate was revoked.
 */
const LATER =
  /^(jsonwebtoken|@aws-sdk\/(client-sts|credential-provider-node|ec2-metadata-service)|@aws-crypto\/sha256-js|@techteamer\/ocsp|asn1\.js(-rfc2560|-rfc5280)?|generic-pool|mime-types)$/;
const LOADS_LATER = /\/node_modules\/(snowflake-sdk|form-data)\//;

/** The file of a package, from the program's folder. */
export function fileOf(name) {
  return `packages/${name.replace(/^@/, '').replaceAll('/', '-')}`;
}

/**
 * The plugin for esbuild.
 * @param from the folder of the files that are built, as seen from the program's folder: `./`, or `../` for one below it
 * @param own the package whose file is built, if it is one
 */
export function placePackages(here, from, own) {
  const leftOut = { path: join(here, 'left-out.cjs') };
  return {
    name: 'place-packages',
    setup({ onResolve, onLoad, resolve }) {
      for (const filter of LEFT_OUT) onResolve({ filter }, () => leftOut);
      onResolve({ filter: ZOD_LANGUAGES }, ({ resolveDir }) =>
        resolveDir.includes('/node_modules/zod/') ? leftOut : undefined,
      );
      onResolve({ filter: /^[^./]/ }, ({ path }) =>
        path !== own && OWN_FILES.includes(path) ? { path: `${from}${fileOf(path)}.js`, external: true } : undefined,
      );
      onResolve({ filter: LATER }, ({ path, importer, resolveDir, pluginData }) =>
        pluginData !== 'now' && LOADS_LATER.test(importer)
          ? { path, namespace: 'later', pluginData: resolveDir }
          : undefined,
      );
      onLoad({ filter: /./, namespace: 'later' }, ({ path, pluginData: resolveDir }) => ({
        resolveDir,
        contents: `let loaded;
module.exports = new Proxy({}, { get: (_, name) => name === '__esModule' ? undefined : (loaded ??= require('${path}'))[name] });`,
      }));
      onResolve({ filter: LATER, namespace: 'later' }, ({ path, kind, resolveDir }) =>
        resolve(path, { kind, resolveDir, pluginData: 'now' }),
      );
    },
  };
}
