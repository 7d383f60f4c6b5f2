'use strict';

const { configure, createConnection } = require('snowflake-sdk');

/** A connection of Snowflake's driver as it is, only silent. */
exports.connectDriver = () => {
  configure({ logLevel: 'OFF', additionalLogToConsole: false });
  const connection = createConnection({
    account: process.env.SF_ACCOUNT,
    accessUrl: process.env.SF_ACCESS_URL,
    username: process.env.SF_USER,
    password: process.env.SF_PASSWORD,
    warehouse: process.env.SF_WAREHOUSE,
    database: process.env.SF_DATABASE,
    schema: process.env.SF_SCHEMA,
  });
  return new Promise((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve(connection))));
};

/** Runs the query of the environment; its rows are not read yet. */
exports.executeQuery = (connection) =>
  new Promise((resolve, reject) =>
    connection.execute({
      sqlText: process.env.QUERY,
      streamResult: true,
      complete: (error, finished) => (error ? reject(error) : resolve(finished)),
    }),
  );
