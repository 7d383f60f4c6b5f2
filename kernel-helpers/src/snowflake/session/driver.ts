import type * as SnowflakeSdk from 'snowflake-sdk';
import { revocationOptions } from './certificate-revocation';
import { deferPackages } from './deferred-packages';

/** What Snowflake is told about the program that logs in. */
export const APPLICATION = 'kernel-helpers';

export type Driver = typeof SnowflakeSdk;

let driver: Driver | undefined;

/** A third of the time that the driver takes to load goes into these. It uses them for stages and logins of other clouds alone. */
const OF_OTHER_CLOUDS = ['@azure/storage-blob', '@azure/identity', 'google-auth-library'];

/**
 * Loads Snowflake's driver, silent and without telemetry.
 * By default it writes host, account and user to stdout and to `./snowflake.log`, which would end up in saved notebooks.
 */
export function loadDriver(): Driver {
  if (driver === undefined) {
    // The driver reads these at login (snowflake-sdk 3.3.0, services/sf.js and telemetry/platform_detection.js).
    process.env.SF_TELEMETRY_DISABLE_CONNECTION_SHAPE ??= 'true';
    process.env.SNOWFLAKE_DISABLE_PLATFORM_DETECTION ??= 'true';
    // This one it reads when it is loaded (minicore/minicore.js). In a bundle that native part is missing, and the driver
    // would tell Snowflake so, with a stack that names this machine's paths.
    process.env.SNOWFLAKE_DISABLE_MINICORE ??= 'true';
    // The driver contains AWS's SDK, whose advice about Node versions would be printed into the cell.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
    deferPackages('snowflake-sdk', OF_OTHER_CLOUDS);
    const loaded = require('snowflake-sdk') as Driver;
    hideProgramPath();
    // A connection gets its proxy from us.
    loaded.configure({ logLevel: 'OFF', additionalLogToConsole: false, useEnvProxy: false });
    driver = loaded;
  }
  driver.configure(revocationOptions());
  return driver;
}

/**
 * The driver tells Snowflake at login the path of the program that runs, in which there may be a person's name. No option
 * changes that; its own tests put another `require` in this place (snowflake-sdk 3.3.0, telemetry/application_path.js).
 */
function hideProgramPath(): void {
  const told = require('snowflake-sdk/dist/lib/telemetry/application_path') as { TESTABLE_REQUIRE_REFERENCE: unknown };
  told.TESTABLE_REQUIRE_REFERENCE = { main: { filename: APPLICATION } };
}
