import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** Shortest RSA key that Snowflake takes (docs.snowflake.com, "Key-pair authentication and key-pair rotation"). */
const SHORTEST_KEY_BITS = 2048;

export interface ReadPrivateKey {
  /** With its first and last line, as the driver wants it. */
  readonly pem: string;
  /** What is wrong with it, to go on from "its private key …". */
  readonly problem?: string;
}

/**
 * Accepts PEM with or without its first and last line, PKCS#8 or PKCS#1, one line of base64, `\n` written as two
 * characters, and base64 of all that. A passphrase that the key does not need does no harm.
 */
export function readPrivateKey(text: string, passphrase: string | undefined): ReadPrivateKey {
  const plain = withoutOuterBase64(text.replaceAll('\\r', '').replaceAll('\\n', '\n').replaceAll('\r', '').trim());
  const written = /BEGIN ([A-Z ]+)-----/.exec(plain)?.[1];
  if (written !== undefined && /PUBLIC KEY|CERTIFICATE/.test(written)) {
    return {
      pem: plain,
      problem: `is a ${written.toLowerCase()}: put the private half there, the file that begins with -----BEGIN PRIVATE KEY-----`,
    };
  }
  for (const pem of formsOf(plain, written)) {
    const key = openKey(pem, passphrase);
    if (key !== undefined) return { pem, problem: keyProblem(key) };
  }
  // OpenSSL's reasons do not help, and a message must never quote the key.
  const remedy = passphrase === undefined ? 'or needs a `passphrase`' : 'or the `passphrase` does not open it';
  return { pem: plain, problem: `is not a PEM key (PKCS#8), ${remedy}` };
}

/** What a text may be as PEM, which says by its first line what it is. */
function formsOf(plain: string, written: string | undefined): readonly string[] {
  // Lines with the cipher of an encrypted PKCS#1 key follow its first line, so its lines stay as they are.
  if (/^Proc-Type:/m.test(plain)) return [`${plain}\n`];
  const body = plain.replace(/-----[A-Z ]+-----/g, '').replace(/\s+/g, '');
  const lines = (body.match(/.{1,64}/g) ?? []).join('\n');
  const labels = written === undefined ? ['PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'RSA PRIVATE KEY'] : [written];
  return labels.map((label) => `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`);
}

function openKey(key: string, passphrase: string | undefined): KeyObject | undefined {
  try {
    const opened = createPrivateKey({ key, passphrase });
    createPublicKey(opened);
    return opened;
  } catch {
    return undefined;
  }
}

/** Stores of secrets with room for one line only get the whole file as base64. */
function withoutOuterBase64(text: string): string {
  if (!text.startsWith('LS0t')) return text;
  const inner = Buffer.from(text, 'base64').toString('utf8').replaceAll('\r', '').trim();
  return inner.startsWith('-----BEGIN ') ? inner : text;
}

/** The driver signs by RS256 only (snowflake-sdk 3.3.0, `auth_keypair.js`), and Snowflake keeps an RSA_PUBLIC_KEY. */
function keyProblem({ asymmetricKeyType, asymmetricKeyDetails = {} }: KeyObject): string | undefined {
  if (asymmetricKeyType !== 'rsa') {
    return `is of the type ${asymmetricKeyType}, and Snowflake takes RSA keys only: make one with \`openssl genrsa ${SHORTEST_KEY_BITS}\``;
  }
  const { modulusLength = 0 } = asymmetricKeyDetails;
  if (modulusLength >= SHORTEST_KEY_BITS) return undefined;
  return `has ${modulusLength} bits, and Snowflake takes ${SHORTEST_KEY_BITS} or more: make one with \`openssl genrsa ${SHORTEST_KEY_BITS}\``;
}
