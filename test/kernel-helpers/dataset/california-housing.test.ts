import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { create as createTar } from 'tar';
import { housingFrame } from '../../../kernel-helpers/src/dataset/housing-frame';
import { findHousingFile, type HousingPlaces } from '../../../kernel-helpers/src/dataset/housing-sources';
import { parseHousing } from '../../../kernel-helpers/src/dataset/parse-housing';
import { syntheticHousing } from '../../../kernel-helpers/src/dataset/synthetic-housing';
import { quietly } from '../../../kernel-helpers/src/surroundings';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';

// Two lines of StatLib's file: longitude, latitude, age, rooms, bedrooms, population, households, income, value.
const LINES = '-122.23,37.88,41,880,129,322,126,8.3252,452600\n-122.22,37.86,21,7099,1106,2401,1138,8.3014,358500\n';
const NAMES = [
  'MEDINC',
  'HOUSEAGE',
  'AVEROOMS',
  'AVEBEDRMS',
  'POPULATION',
  'AVEOCCUP',
  'LATITUDE',
  'LONGITUDE',
  'MEDHOUSEVAL',
];
const NEVER = new AbortController().signal;

let folder: TemporaryFolder;
const open: { close(): void }[] = [];
beforeEach(() => {
  delete process.env.CALIFORNIA_HOUSING_FILE;
  folder = makeTemporaryFolder('california-housing');
});
afterEach(() => {
  for (const thing of open.splice(0)) thing.close();
  folder.close();
});

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');

/** Places inside the test's folder, all still empty. Without an archive the download answers 404. */
async function places(archive?: Buffer, announced = archive): Promise<HousingPlaces> {
  return {
    cache: join(folder.path, 'cache', 'cal_housing.data'),
    besideClone: join(folder.path, 'shared', 'cal_housing.data'),
    fileSha256: sha256(LINES),
    archive: {
      url: await serve(archive),
      sha256: sha256(announced ?? ''),
      member: 'CaliforniaHousing/cal_housing.data',
    },
  };
}

async function serve(body: Buffer | undefined): Promise<string> {
  const server = createServer((_, response) =>
    body === undefined ? response.writeHead(404).end() : response.end(body),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({ close: () => server.close() });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/archive.tgz`;
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** An archive laid out like the one that scikit-learn downloads. */
async function housingArchive(text: string): Promise<Buffer> {
  await put(join(folder.path, 'CaliforniaHousing', 'cal_housing.data'), text);
  await put(join(folder.path, 'CaliforniaHousing', 'cal_housing.domain'), 'longitude: continuous.\n');
  const path = join(folder.path, 'archive.tgz');
  await createTar({ gzip: true, file: path, cwd: folder.path }, ['CaliforniaHousing']);
  return await readFile(path);
}

describe('California Housing', () => {
  test('has the nine columns of the original, derived as scikit-learn derives them', () => {
    const columns = parseHousing(LINES, 'a test');

    expect(columns.map(({ name }) => name)).toEqual(NAMES);
    // The first row of sklearn.datasets.fetch_california_housing(), as its documentation prints it.
    expect(columns.map(({ values }) => Number(values[0].toFixed(8)))).toEqual([
      8.3252, 41, 6.98412698, 1.02380952, 322, 2.55555556, 37.88, -122.23, 4.526,
    ]);
  });

  test('comes first from the file that CALIFORNIA_HOUSING_FILE names', async () => {
    const where = await places(await housingArchive(LINES));
    const named = join(folder.path, 'mine.data');
    await put(named, '-1,2,3,4,5,6,7,8,9\n');
    await put(where.cache, LINES);

    const found = await findHousingFile(quietly(NEVER), where, named);

    expect(found).toEqual({ text: '-1,2,3,4,5,6,7,8,9\n', place: named, origin: 'the file mine.data' });
  });

  test('comes next from the cache, then from the folder beside the clone, and skips a damaged copy', async () => {
    const where = await places();
    await put(where.besideClone, LINES);
    await put(where.cache, LINES.slice(0, -10));

    expect(await findHousingFile(quietly(NEVER), where)).toMatchObject({ place: where.besideClone });

    await put(where.cache, LINES);
    expect(await findHousingFile(quietly(NEVER), where)).toMatchObject({ place: where.cache, text: LINES });
  });

  test('is downloaded last, and kept in the cache without a partial file beside it', async () => {
    const where = await places(await housingArchive(LINES));

    expect(await findHousingFile(quietly(NEVER), where)).toMatchObject({ text: LINES });

    expect(await readFile(where.cache, 'utf8')).toBe(LINES);
    expect(await readdir(dirname(where.cache))).toEqual(['cal_housing.data']);
  });

  test('is not taken from an archive with the wrong checksum', async () => {
    const archive = await housingArchive(LINES);
    const where = await places(archive, Buffer.concat([archive, Buffer.from('x')]));

    expect(await findHousingFile(quietly(NEVER), where)).toBeUndefined();
    expect(existsSync(where.cache)).toBe(false);
  });

  test('is undefined when the download answers an error', async () => {
    expect(await findHousingFile(quietly(NEVER), await places())).toBeUndefined();
  });

  test('stops when it is interrupted', async () => {
    const reason = new Error('enough');

    await expect(findHousingFile(quietly(AbortSignal.abort(reason)), await places())).rejects.toBe(reason);
  });

  test('names the file that cannot be read', async () => {
    await expect(findHousingFile(quietly(NEVER), await places(), '/no/such/file')).rejects.toThrow(
      'CALIFORNIA_HOUSING_FILE names /no/such/file, which cannot be read. Correct the path, or unset it.',
    );
  });

  test.each([
    ['a header', 'longitude,latitude,age,rooms,bedrooms,population,households,income,value\n', 'Line 1 of f'],
    ['eight numbers', `${LINES}1,2,3,4,5,6,7,8\n`, 'Line 3 of f'],
    ['an empty cell', '1,2,,4,5,6,7,8,9\n', 'Line 1 of f'],
    ['no households', '1,2,3,4,5,6,0,8,9\n', 'Line 1 of f'],
    ['nothing', '\n', 'f is empty'],
  ])('refuses a file with %s', (_, text, message) => {
    expect(() => parseHousing(text, 'f')).toThrow(message);
  });
});

describe('the stand-in', () => {
  test('is the same every time and looks like the real one', () => {
    const columns = syntheticHousing();

    expect(columns.map(({ name }) => name)).toEqual(NAMES);
    expect(columns.every(({ values }) => values.length === 20_640 && values.every(Number.isFinite))).toBe(true);
    expect(syntheticHousing()).toEqual(columns);
    const [low, high] = [Math.min(...columns[8].values), Math.max(...columns[8].values)];
    expect(low).toBeGreaterThanOrEqual(0.14999);
    expect(high).toBeLessThanOrEqual(5.00001);
  });

  test('says what it is, on the frame and on what is made from it', () => {
    const houses = housingFrame(undefined);

    expect(houses.shape).toEqual([20_640, 9]);
    expect(houses.origin).toContain('synthetic stand-in');
    expect(houses.describe().origin).toContain('synthetic stand-in');
  });
});
