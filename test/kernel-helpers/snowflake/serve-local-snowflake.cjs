// Runs the built local Snowflake as a process of its own: DuckDB's errors are not instances of jest's Error class.
// Prints its URL, and ends when its standard input does. Arguments: directory, account, user, password.
const { startSnowflake } = require('local-account/dist/snowflake/index.js');

const [directory, account, user, password] = process.argv.slice(2);
startSnowflake({ directory, account, user, password }).then(({ url, close }) => {
  process.stdout.write(`${url}\n`);
  process.stdin.resume().once('end', close);
});
