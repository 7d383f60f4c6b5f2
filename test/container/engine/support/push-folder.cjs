// Pushes an image that lies in a folder, as Podman's `dir:` has it, to a registry: push-folder.cjs FOLDER URL REPOSITORY
// The login `user:password` is the variable REGISTRY_LOGIN. A program of its own, so that it can trust other certificates.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const dist = '../../../../kernel-helpers/dist/sagemaker/image/registry';
const { holdsBlob, pushBlob } = require(`${dist}/blob.js`);
const { putManifest } = require(`${dist}/manifest.js`);
const { Registry } = require(`${dist}/registry.js`);

async function main([folder, url, repository]) {
  const basic = `Basic ${Buffer.from(process.env.REGISTRY_LOGIN).toString('base64')}`;
  const registry = new Registry({ url: new URL(url), basic, signal: new AbortController().signal });
  const manifest = readFileSync(join(folder, 'manifest.json'), 'utf8');
  const { config, layers } = JSON.parse(manifest);
  for (const blob of [config, ...layers]) {
    if (await holdsBlob(registry, repository, blob)) continue;
    await pushBlob(registry, repository, blob.digest, readFileSync(join(folder, blob.digest.replace('sha256:', ''))));
  }
  await putManifest(registry, repository, 'stand-in', manifest);
}
main(process.argv.slice(2));
