import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A package as npm's registry or pip's index holds it. */
export interface ServedPackage {
  readonly name: string;
  readonly version: string;
  readonly file: string;
  readonly content: Buffer;
}

/** What npm and pip ask of their registries, on this machine. */
export interface PackageServer {
  /** The settings by which npm and pip find it. */
  readonly env: Readonly<Record<string, string>>;
  /** The files that were downloaded, by name. */
  readonly downloaded: string[];
  /** Changes the bytes of every download. */
  spoil(isSpoilt: boolean): void;
  close(): Promise<void>;
}

export const integrityOf = (content: Uint8Array): string =>
  `sha512-${createHash('sha512').update(content).digest('base64')}`;

/** Serves packages of npm at `/npm/` and wheels at `/simple/`. */
export async function startPackageServer(
  packages: readonly ServedPackage[],
  wheels: readonly ServedPackage[],
): Promise<PackageServer> {
  const downloaded: string[] = [];
  let isSpoilt = false;
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', url).pathname);
    const file = [...packages, ...wheels].find((one) => path === `/files/${one.file}`);
    const described = packages.find(({ name }) => path === `/npm/${name}`);
    if (file !== undefined) {
      downloaded.push(file.file);
      const content = Buffer.from(file.content);
      if (isSpoilt) content[content.length - 1] ^= 1;
      response.end(content);
    } else if (described !== undefined) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(packument(described)));
    } else if (wheels.some(({ name }) => path === `/simple/${name}/`)) {
      const links = wheels.map((wheel) => `<a href="${url}/files/${wheel.file}">${wheel.file}</a>`);
      response.writeHead(200, { 'content-type': 'text/html' }).end(`<!DOCTYPE html><body>${links.join('\n')}</body>`);
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function packument({ name, version, file, content }: ServedPackage): unknown {
    // Without `integrity` npm believes the bytes, so that the build has to check them.
    const dist = { tarball: `${url}/files/${file}` };
    return {
      name,
      'dist-tags': { latest: version },
      versions: { [version]: { name, version, dist, size: content.length } },
    };
  }

  return {
    env: { npm_config_registry: `${url}/npm/`, PIP_INDEX_URL: `${url}/simple` },
    downloaded,
    spoil: (value) => {
      isSpoilt = value;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
