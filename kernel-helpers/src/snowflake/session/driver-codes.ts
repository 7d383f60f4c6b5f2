// The driver's own codes (snowflake-sdk 3.3.0, constants/error_messages.js).
export const UNREACHABLE = '401001';
export const REQUEST_FAILED = '401002';
export const NOT_JSON = '401003';
export const STORAGE_UNREACHABLE = '402001';
/** The driver says it of a session that Snowflake has ended, once it has told so (`connection/connection.js`). */
export const TERMINATED = '407002';
