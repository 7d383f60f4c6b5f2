import type * as SnowflakeSdk from 'snowflake-sdk';
import { z } from 'zod';

/** The token that every request of a session carries. */
export interface SessionTokens {
  /** Undefined when Snowflake has ended the session. */
  current(): string | undefined;
  /** Asks for another token in place of one that Snowflake does not take any more. */
  renew(): Promise<void>;
}

const tokensSchema = z.object({
  services: z.object({ sf: z.object({ tokenInfo: z.object({ sessionToken: z.string().optional() }) }) }),
});

/** The tokens of a login that the driver has made. */
export function driverTokens(connection: SnowflakeSdk.Connection): SessionTokens {
  return {
    current: () => {
      // The only documented way to the driver's tokens is its serialized connection.
      const { services } = tokensSchema.parse(JSON.parse(connection.serialize()));
      return services.sf.tokenInfo.sessionToken;
    },
    renew: async () => {
      // A heartbeat makes the driver renew its token.
      await connection.isValidAsync();
    },
  };
}
