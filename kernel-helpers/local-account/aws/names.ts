/** Names kept from the original example. */
export const SECRET_ID = 'snowflake_credentials';
export const ROLE_NAME = 'SageMakerSnowFlakeExample';
