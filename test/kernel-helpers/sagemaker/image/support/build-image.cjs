// Builds the training image once for each argument, which holds the options as JSON, in the folder that this program is
// started in. Prints, as one line of JSON, what came of each.
const { buildTrainingImage } = require('kernel-helpers');

async function main() {
  const images = [];
  for (const options of process.argv.slice(2)) {
    images.push(
      await buildTrainingImage(JSON.parse(options)).catch(({ kind, reason, message }) => ({ kind, reason, message })),
    );
  }
  process.stdout.write(`${JSON.stringify(images)}\n`);
}
main();
