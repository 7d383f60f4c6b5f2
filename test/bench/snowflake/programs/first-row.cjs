'use strict';

// Waits for the first row of a result.
const { connect } = require('../../../../kernel-helpers/dist/cell-api/connect.js');

async function main() {
  const snowflake = await connect({ user: process.env.SF_USER, password: process.env.SF_PASSWORD });
  const begun = performance.now();
  const result = await snowflake.execute(process.env.QUERY);
  for await (const batch of result.batches()) {
    const rows = batch.slice(0, 1).toRows().length;
    console.log(JSON.stringify({ rows, seconds: (performance.now() - begun) / 1000 }));
    break;
  }
  await snowflake.close();
}

main();
