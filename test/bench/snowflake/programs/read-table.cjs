'use strict';

// Reads a whole result into columns, as a cell does.
const { connect } = require('../../../../kernel-helpers/dist/cell-api/connect.js');

async function main() {
  const snowflake = await connect({ user: process.env.SF_USER, password: process.env.SF_PASSWORD });
  const begun = performance.now();
  const resultFormat = process.env.FORMAT === 'ARROW' ? 'arrow' : 'json';
  const result = await snowflake.execute(process.env.QUERY, [], { resultFormat });
  if (result.manifest.format !== resultFormat) throw new Error(`The result came as ${result.manifest.format}.`);
  const table = await result.read();
  console.log(JSON.stringify({ rows: table.rowCount, seconds: (performance.now() - begun) / 1000 }));
  await snowflake.close();
}

main();
