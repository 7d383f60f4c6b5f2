import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { create } from 'tar';
import { ROOT } from '../../support/clone';
import { sha256 } from '../../support/image-registry';

export interface SmallRelease {
  readonly file: string;
  readonly sha256: string;
}

const VERSION = '0.0.1';
const NODE = process.execPath;

/** An archive in the form of a release, with the clone's own programs instead of packages, so that it is made at once. */
export async function makeSmallRelease(folder: string): Promise<SmallRelease> {
  const title = `snowflake-sagemaker-${VERSION}-linux-x64`;
  const top = join(folder, title);
  mkdirSync(join(top, 'node/bin'), { recursive: true });
  const program = (name: string, text: string | Buffer): void => writeFileSync(join(top, name), text, { mode: 0o755 });
  program('install', readFileSync(join(ROOT, 'kernel-helpers/release/archive/install.sh')));
  program('kernel-helpers', `#!/bin/sh\nexec ${NODE} ${join(ROOT, 'kernel-helpers/bin/kernel-helpers.mjs')} "$@"\n`);
  program(
    'node/bin/node',
    `#!/bin/sh\nif [ -f /tmp/hold-install ]; then touch /home/ec2-user/SageMaker/held; exec sleep infinity; fi\nexec ${NODE} "$@"\n`,
  );
  writeFileSync(join(top, 'VERSION'), `${VERSION} linux-x64\n`);
  // Bytes that gzip cannot make fewer, so that a download can break off in its middle.
  const padding = Array.from({ length: 8_000 }, (_, index) => createHash('sha256').update(String(index)).digest());
  writeFileSync(join(top, 'padding'), Buffer.concat(padding));
  const file = join(folder, `${title}.tar.gz`);
  await create({ cwd: folder, file, gzip: true, portable: true }, [title]);
  return { file, sha256: sha256(readFileSync(file)).replace('sha256:', '') };
}

/** A web server with the release at `/release`, which can break off; it denies everything below `/denied`. */
export interface ReleaseServer {
  readonly url: string;
  /** The `Range` of each download, or `all`. */
  readonly downloads: string[];
  /** Sends half of what is asked for, and then nothing more. */
  breaksOff: boolean;
  close(): void;
}

export async function serveRelease({ file }: SmallRelease): Promise<ReleaseServer> {
  const size = statSync(file).size;
  const answer = (response: ServerResponse, range: string | undefined, isHead: boolean): void => {
    const from = Number(range?.match(/bytes=(\d+)-/)?.[1] ?? 0);
    response.writeHead(range === undefined ? 200 : 206, {
      'content-length': size - from,
      ...(range !== undefined && { 'content-range': `bytes ${from}-${size - 1}/${size}` }),
    });
    if (isHead) return void response.end();
    served.downloads.push(range ?? 'all');
    if (!served.breaksOff) return void createReadStream(file, { start: from }).pipe(response);
    createReadStream(file, { start: from, end: from + Math.floor((size - from) / 2) }).pipe(response, { end: false });
  };
  const server = createServer(({ method, url, headers }, response) => {
    if (url === '/release') answer(response, headers.range, method === 'HEAD');
    else response.writeHead(url?.startsWith('/denied') ? 403 : 404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const served: ReleaseServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/release`,
    downloads: [],
    breaksOff: false,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return served;
}
