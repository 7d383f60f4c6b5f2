'use strict';

// Streams a result in batches, of which none is kept.
const { connect } = require('../../../../kernel-helpers/dist/cell-api/connect.js');

async function main() {
  const snowflake = await connect({ user: process.env.SF_USER, password: process.env.SF_PASSWORD });
  const begun = performance.now();
  const result = await snowflake.execute(process.env.QUERY);
  let rows = 0;
  for await (const batch of result.batches()) rows += batch.rowCount;
  console.log(JSON.stringify({ rows, seconds: (performance.now() - begun) / 1000 }));
  await snowflake.close();
}

main();
