import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { makeCertificateAuthority } from '../../../support/certificate-authority';
import { findFreePort } from '../../../support/free-port';
import { until } from '../../../support/until';

/** Docker's own registry, as Debian packages it, with TLS and a password. */
export interface DebianRegistry {
  /** `localhost:port` */
  readonly host: string;
  /** The folder with `ca.crt`, as engines take it. */
  readonly certificates: string;
  /** What it was asked for: `PUT /v2/…`. */
  asked(): readonly string[];
  close(): Promise<void>;
}

/** @param login `user:password` */
export async function startDebianRegistry(folder: string, login: string): Promise<DebianRegistry> {
  const authority = makeCertificateAuthority();
  const { cert, key } = authority.certify(['localhost']);
  const at = (name: string): string => join(folder, name);
  const port = await findFreePort();
  const host = `localhost:${port}`;
  writeFileSync(at('registry.crt'), cert);
  writeFileSync(at('registry.key'), key);
  // Engines take every other file beside it for a key of their own.
  mkdirSync(at('trusted'));
  writeFileSync(at('trusted/ca.crt'), readFileSync(authority.file));
  writeFileSync(at('htpasswd'), `${passwordLine(login)}\n`);
  writeFileSync(
    at('registry.yml'),
    [
      'version: 0.1',
      'log: { accesslog: { disabled: false }, level: error }',
      `storage: { filesystem: { rootdirectory: ${at('registry')} } }`,
      `http: { addr: 127.0.0.1:${port}, tls: { certificate: ${at('registry.crt')}, key: ${at('registry.key')} } }`,
      `auth: { htpasswd: { realm: ecr, path: ${at('htpasswd')} } }`,
    ].join('\n'),
  );
  // Every variable that begins with REGISTRY_ is one of its settings, REGISTRY_AUTH_FILE of Podman as well.
  const server = spawn('docker-registry', ['serve', at('registry.yml')], {
    env: { PATH: process.env.PATH },
    stdio: 'pipe',
  });
  let log = '';
  for (const stream of [server.stdout, server.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
  }
  await until(async () => await answers(port));
  return {
    host,
    certificates: at('trusted'),
    asked: () => [...log.matchAll(/"(\w+) (\/v2\/[^" ]*) HTTP/g)].map(([, method, path]) => `${method} ${path}`),
    close: async () => {
      authority.close();
      await ended(server);
    },
  };
}

/** The form of htpasswd, with bcrypt, which the registry asks for; made by Perl, because Debian has it everywhere. */
function passwordLine(login: string): string {
  const [user, password] = login.split(':');
  const salt = 'abcdefghijklmnopqrstuu';
  return `${user}:${execFileSync('perl', ['-e', `print crypt($ARGV[0], '$2y$05$${salt}')`, password], { encoding: 'utf8' })}`;
}

async function answers(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    request({ port, path: '/v2/', rejectUnauthorized: false }, (answer) => {
      answer.resume();
      resolve(true);
    })
      .on('error', () => resolve(false))
      .end();
  });
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const exit = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await exit;
}
