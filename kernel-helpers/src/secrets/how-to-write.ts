const KEY_PAIR_FIELDS = `'{"user":"…","privateKey":"…"}'`;

/** The example that messages show: the key pair of a service user, the one login that Snowflake allows everywhere. */
export function howToWrite(id: string): string {
  return `Write it as one JSON object: aws secretsmanager put-secret-value --secret-id ${id} --secret-string ${KEY_PAIR_FIELDS}. ${MORE}`;
}

export function howToCreate(id: string): string {
  return (
    `Create it: aws secretsmanager create-secret --name ${id} --secret-string ${KEY_PAIR_FIELDS}; or set SECRET_ID to the name ` +
    `of yours; or log in without any: SF_AUTHENTICATOR=WORKLOAD_IDENTITY. ${MORE}`
  );
}

const MORE =
  'REAL-ACCOUNTS.md, "Logging in to Snowflake", shows how to make the user and its key, and other ways to log in.';
