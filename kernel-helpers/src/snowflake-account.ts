/** The name and the URL of a Snowflake account. */
export interface SnowflakeAccount {
  /** `myorg-account1`, or an older locator with its region, `xy12345.eu-central-1`. */
  readonly account: string;
  readonly accessUrl: string;
}

export const ACCOUNT_ADVICE = 'must be a Snowflake account, for example `myorg-account1`';

/** The domains that Snowflake's driver knows (snowflake-sdk 3.3.0, `url_util.js`); China and the US army have their own. */
const DOMAIN = /(\.snowflakecomputing\.(?:com|cn|mil))+$/i;

/** What the driver accepts as an account (`isCorrectSubdomain` in snowflake-sdk 3.3.0), but not a `_` in front. */
const NAME = /^[a-z0-9]\w*(?:[.-]\w+)*$/i;

/** Snowsight, which shows the account in the path; behind a private link its host names the region or the account. */
const SNOWSIGHT = /^app\.snowflake\.(?:com|cn)$|^app\.[^.]+(?:\.aws)?\.privatelink\.snowflakecomputing\.(?:com|cn)$/;

/**
 * Understands the forms in which people copy an account: its name, its host, a URL of it (also a JDBC one), Snowsight's
 * address, and `ORGANISATION.ACCOUNT` as SQL writes it; undefined for anything else, and for what the driver would refuse.
 * Forms: docs.snowflake.com, "Account identifiers" and "Connecting to your accounts".
 */
export function parseAccount(text: string): SnowflakeAccount | undefined {
  const address = text
    .trim()
    .replace(/^jdbc:/i, '')
    .replace(/^snowflake:\/\//i, 'https://');
  if (/^https?:\/\//i.test(address)) return fromAddress(address);
  const name = address.replace(/\/+$/, '');
  return /\/|snowflakecomputing\./i.test(name) ? fromAddress(`https://${name}`) : fromName(name);
}

/** The URL to send requests to: the account's own in its plain form; another server's without a path. */
export function normalAccessUrl(url: string): string {
  return parseAccount(url)?.accessUrl ?? new URL(url).origin;
}

/** A text as a message may quote it: an address that people paste may hold a password. */
export function quotedAccount(text: string): string {
  return JSON.stringify(text.replace(/[^/]*@/, '…@'));
}

function fromAddress(address: string): SnowflakeAccount | undefined {
  if (!URL.canParse(address)) return undefined;
  const { hostname, pathname } = new URL(address);
  const host = hostname.replace(/\.$/, '');
  if (SNOWSIGHT.test(host)) return fromSnowsight(host, pathname);
  // A host in place of the name makes drivers add the domain once more, and people copy the result.
  const domain = DOMAIN.exec(host)?.[0].split('.').slice(0, 3).join('.');
  if (domain === undefined) return undefined;
  // Snowsight's host behind a private link is that of the account with `app-` in front.
  const account = host.replace(DOMAIN, '').replace(/^app-(?=[^-.]+-[^.]+\.privatelink$)/, '');
  return NAME.test(account) ? { account, accessUrl: urlOf(account, domain) } : undefined;
}

/** `/<organisation>/<account>`, or in older addresses `/<region>/<locator>`: no organisation has a hyphen in its name. */
function fromSnowsight(host: string, path: string): SnowflakeAccount | undefined {
  const [, place = '', account = ''] = path.split('/');
  const isRegion = place.includes('-');
  const link = host.includes('.privatelink.') ? '.privatelink' : '';
  if (account === '' || (!isRegion && !/^[a-z0-9]+$/i.test(place))) return undefined;
  return fromName(
    (isRegion ? `${account}.${place}` : `${place}-${account}`) + link,
    host.endsWith('.cn') ? 'cn' : 'com',
  );
}

function fromName(name: string, ending?: 'com' | 'cn'): SnowflakeAccount | undefined {
  if (!NAME.test(name)) return undefined;
  const [first, ...others] = name.split('.');
  // The driver leaves this region out too (`constructHostname` in snowflake-sdk 3.3.0): its accounts have no other host.
  const rest = others.filter((part) => part.toLowerCase() !== 'us-west-2');
  // Every region has a hyphen in its name, and no account of an organisation has one.
  const isOrganisation = rest.length > 0 && !rest[0].includes('-') && !/^(privatelink|global)$/i.test(rest[0]);
  const account = isOrganisation ? [`${first}-${rest[0]}`, ...rest.slice(1)].join('.') : [first, ...rest].join('.');
  const domain = ending ?? (rest.some((part) => /^cn-/i.test(part)) ? 'cn' : 'com');
  return { account, accessUrl: urlOf(account, `.snowflakecomputing.${domain}`) };
}

/** The name of a host with a certificate cannot contain an underscore, and Snowflake gives each one with hyphens too. */
function urlOf(account: string, domain: string): string {
  return `https://${account.toLowerCase().replaceAll('_', '-')}${domain}`;
}
