import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** Shortest RSA key that Snowflake takes (docs.snowflake.com, "Key-pair authentication and key-pair rotation"). */
const SHORTEST_KEY_BITS = 2048;

export interface ReadPrivateKey {
  /** With its first and last line, as the driver wants it. */
  readonly pem: string;
  /** What is wrong with it, to go on from "its private key …". */
  readonly problem?: string;
}

/** Accepts PEM with or without its first and last line, one line of base64, and `\n` written as two characters. */
export function readPrivateKey(text: string, passphrase: string | undefined): ReadPrivateKey {
  const plain = text.replaceAll('\\n', '\n').trim();
  const body = plain.replace(/-----[A-Z ]+-----/g, '').replace(/\s+/g, '');
  const label =
    /BEGIN ([A-Z ]+)-----/.exec(plain)?.[1] ?? (passphrase === undefined ? 'PRIVATE KEY' : 'ENCRYPTED PRIVATE KEY');
  const lines = body.match(/.{1,64}/g) ?? [];
  const pem = `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
  if (/PUBLIC KEY|CERTIFICATE/.test(label)) {
    return {
      pem,
      problem: `is a ${label.toLowerCase()}: put the private half there, the file that begins with -----BEGIN PRIVATE KEY-----`,
    };
  }
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, passphrase });
    createPublicKey(key);
  } catch {
    // OpenSSL's reasons do not help, and a message must never quote the key.
    const remedy = passphrase === undefined ? 'or needs a `passphrase`' : 'or the `passphrase` does not open it';
    return { pem, problem: `is not a PEM key (PKCS#8), ${remedy}` };
  }
  return { pem, problem: keyProblem(key) };
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
