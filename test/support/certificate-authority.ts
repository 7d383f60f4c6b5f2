import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTemporaryFolder } from './temporary-folder';

/** A certificate authority that no program trusts by itself, as a company has one that inspects TLS. */
export interface CertificateAuthority {
  /** PEM file for NODE_EXTRA_CA_CERTS. */
  readonly file: string;
  /** A server's certificate for these host names, and its key. */
  certify(hosts: readonly string[], lines?: readonly string[]): { readonly cert: Buffer; readonly key: Buffer };
  close(): void;
}

/** Made by openssl, because Node.js can read certificates but not make them. */
export function makeCertificateAuthority(): CertificateAuthority {
  const folder = makeTemporaryFolder('certificates');
  const path = (name: string) => join(folder.path, name);
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  const newKey = ['-newkey', 'rsa:2048', '-nodes'];
  writeFileSync(path('ca.cnf'), '[req]\ndistinguished_name=dn\n[dn]\n[ca]\nbasicConstraints=critical,CA:TRUE\n');
  openssl(
    ...['req', '-x509', ...newKey, '-keyout', path('ca.key'), '-out', path('ca.pem'), '-days', '2'],
    ...['-subj', '/CN=Test CA', '-config', path('ca.cnf'), '-extensions', 'ca'],
  );
  return {
    file: path('ca.pem'),
    certify: (hosts, lines = []) => {
      const names = hosts.map((host) => `DNS:${host}`).join(',');
      writeFileSync(path('leaf.cnf'), [`subjectAltName=${names}`, ...lines].join('\n'));
      openssl('req', '-new', ...newKey, '-keyout', path('leaf.key'), '-out', path('leaf.csr'), '-subj', '/CN=Test');
      openssl(
        ...['x509', '-req', '-in', path('leaf.csr'), '-CA', path('ca.pem'), '-CAkey', path('ca.key')],
        ...['-CAcreateserial', '-out', path('leaf.pem'), '-days', '2', '-extfile', path('leaf.cnf')],
      );
      const cert = Buffer.concat([readFileSync(path('leaf.pem')), readFileSync(path('ca.pem'))]);
      return { cert, key: readFileSync(path('leaf.key')) };
    },
    close: () => folder.close(),
  };
}
