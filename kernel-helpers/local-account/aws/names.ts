/** Names of the original example, kept. */
export const SECRET_ID = 'snowflake_credentials';
export const ROLE_NAME = 'SageMakerSnowFlakeExample';
