// What notebooks and hosts ask of the network, once each, on the built helpers. Prints, as one line of JSON, what each
// step came to, and where the process opened connections to.
// Arguments: a file to bring to a stage, the address of a source archive in S3, the data set's source as JSON.
const { subscribe } = require('node:diagnostics_channel');
const { downloadSource } = require('../../../container/dist/script/download-source.js');
const { downloadHousing } = require('../../../kernel-helpers/dist/dataset/download-housing.js');
const { quietly } = require('../../../kernel-helpers/dist/surroundings.js');
const { connect, getSecret } = require('kernel-helpers');
const { awsClients } = require('kernel-helpers/aws/clients');
const { awsSdk } = require('kernel-helpers/aws/load-sdk');
const { openSession } = require('kernel-helpers/snowflake/session/open-session');

const [file, archive, dataSet] = process.argv.slice(2);
const { signal } = new AbortController();

const connections = new Set();
subscribe('net.client.socket', ({ socket }) => {
  socket.once('connect', () => connections.add(`${socket.remoteAddress}:${socket.remotePort}`));
});

const STEPS = {
  secret: async () => (await getSecret()).id,
  sageMaker: async () => {
    const { ListTrainingJobsCommand } = awsSdk.sageMaker();
    return (await awsClients.sageMaker().send(new ListTrainingJobsCommand({}))).TrainingJobSummaries;
  },
  prediction: async () => {
    const { InvokeEndpointCommand } = awsSdk.sageMakerRuntime();
    const call = new InvokeEndpointCommand({ EndpointName: 'none', Body: '1' });
    return await awsClients
      .sageMakerRuntime()
      .send(call)
      .catch(({ status }) => status);
  },
  sourceArchive: async () => await downloadSource(archive, `${file}.unpacked`),
  dataSet: async () => await downloadHousing(quietly(signal), JSON.parse(dataSet)),
  statement: async () => {
    const snowflake = await connect();
    const rows = await snowflake.sql`select seq4() as n, repeat('x', 40) as t from table(generator(rowcount => 60000))`;
    await snowflake.close();
    return rows.rowCount;
  },
  stage: async () => {
    const session = await openSession({}, signal);
    const rows = await session.transferFiles({ sqlText: `put 'file://${file}' @~/in auto_compress = false`, signal });
    await session.close();
    return rows.map(({ status }) => status);
  },
  keysOfRole: async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    process.env.AWS_PROFILE = 'trainer';
    return typeof (await awsClients.sts().config.credentials()).sessionToken;
  },
};

async function main() {
  const done = {};
  for (const [name, step] of Object.entries(STEPS)) {
    done[name] = await step().catch((error) => ({ error: String(error), cause: String(error.cause) }));
  }
  process.stdout.write(`${JSON.stringify({ done, connections: [...connections] })}\n`);
}
main();
