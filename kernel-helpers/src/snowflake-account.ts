/** The name and the URL of a Snowflake account. */
export interface SnowflakeAccount {
  /** `myorg-account1`, or an older locator with its region, `xy12345.eu-central-1`. */
  readonly account: string;
  readonly accessUrl: string;
}

export const ACCOUNT_ADVICE = 'must be a Snowflake account, for example `myorg-account1`';

/** The domain of an account's own host name; accounts in China have another one. */
const DOMAIN = /\.snowflakecomputing\.(?:com|cn)$/;

/**
 * Understands the forms in which people copy an account: its name, its host, a URL of it, Snowsight's address, and
 * `ORGANISATION.ACCOUNT` as SQL writes it; undefined for anything else. Forms: docs.snowflake.com, "Account identifiers".
 */
export function parseAccount(text: string): SnowflakeAccount | undefined {
  const trimmed = text.trim();
  const isAddress = trimmed.includes('/') || DOMAIN.test(trimmed.toLowerCase());
  return isAddress ? fromAddress(/^https?:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`) : fromName(trimmed);
}

function fromAddress(address: string): SnowflakeAccount | undefined {
  if (!URL.canParse(address)) return undefined;
  const { hostname, pathname } = new URL(address);
  const [, organisation, account] = pathname.split('/');
  if (hostname === 'app.snowflake.com' && account !== undefined) return fromName(`${organisation}.${account}`);
  if (!DOMAIN.test(hostname)) return undefined;
  return { account: hostname.replace(DOMAIN, ''), accessUrl: `https://${hostname}` };
}

function fromName(name: string): SnowflakeAccount | undefined {
  if (!/^[A-Za-z0-9][\w-]*(?:\.[\w-]+)*$/.test(name)) return undefined;
  const parts = name.split('.');
  // Every region has a hyphen in its name, and no account of an organisation has one.
  const isOrganisation = parts.length === 2 && !parts[1].includes('-') && parts[1].toLowerCase() !== 'privatelink';
  const account = isOrganisation ? parts.join('-') : name;
  const domain = parts.some((part) => /^cn-/i.test(part)) ? 'cn' : 'com';
  // The name of a host with a certificate cannot contain an underscore.
  const host = account.toLowerCase().replaceAll('_', '-');
  return { account, accessUrl: `https://${host}.snowflakecomputing.${domain}` };
}
