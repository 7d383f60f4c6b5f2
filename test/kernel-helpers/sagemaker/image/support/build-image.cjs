// Builds the training image once for each argument, which holds the options as JSON, in the folder that this program is
// started in. Prints, as one line of JSON, what came of each.
const { dirname, join } = require('node:path');
const { buildTrainingImage } = require('kernel-helpers');

// The image of the test is made of a small program; the package beside the kernel is the real one.
const found = require(join(dirname(require.resolve('kernel-helpers')), 'sagemaker/container-package.js'));
found.containerDirectory = () => join(process.cwd(), 'node_modules/container');

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
