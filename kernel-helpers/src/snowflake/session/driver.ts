import type * as SnowflakeSdk from 'snowflake-sdk';
import { revocationOptions } from './certificate-revocation';

export type Driver = typeof SnowflakeSdk;

let driver: Driver | undefined;

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
    const loaded = require('snowflake-sdk') as Driver;
    // A connection gets its proxy from us.
    loaded.configure({ logLevel: 'OFF', additionalLogToConsole: false, useEnvProxy: false });
    driver = loaded;
  }
  driver.configure(revocationOptions());
  return driver;
}
