'use strict';

// Waits for the first row of a result that Snowflake's driver streams.
const { connectDriver, executeQuery } = require('./connected.cjs');

async function main() {
  const connection = await connectDriver();
  const begun = performance.now();
  const statement = await executeQuery(connection);
  for await (const row of statement.streamRows()) {
    const rows = row === null ? 0 : 1;
    console.log(JSON.stringify({ rows, seconds: (performance.now() - begun) / 1000 }));
    break;
  }
  await new Promise((resolve) => connection.destroy(resolve));
}

main();
