'use strict';

// Counts the rows of a result that Snowflake's driver streams.
const { connectDriver, executeQuery } = require('./connected.cjs');

async function main() {
  const connection = await connectDriver();
  const begun = performance.now();
  const statement = await executeQuery(connection);
  let rows = 0;
  await new Promise((resolve, reject) =>
    statement
      .streamRows()
      .on('data', () => {
        rows += 1;
      })
      .on('error', reject)
      .on('end', resolve),
  );
  console.log(JSON.stringify({ rows, seconds: (performance.now() - begun) / 1000 }));
  await new Promise((resolve) => connection.destroy(resolve));
}

main();
