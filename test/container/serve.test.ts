import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { trainingPaths } from 'kernel-helpers/training-contract/index';
import { isAlive } from '../support/is-alive';
import { runProcess } from '../support/run-process';
import { makeTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';
import { PROGRAM, type Serving, servingEnvironment, startServing, writeServedModel } from './support/serving';
import { useXGBoostLibrary } from './support/xgboost-library';

let folder: TemporaryFolder;
let serving: Serving;

beforeAll(async () => {
  useXGBoostLibrary();
  folder = makeTemporaryFolder('serve');
  writeModel(folder.path);
  serving = await startServing(folder.path);
});

afterAll(async () => {
  await serving.stop();
  folder.close();
});

describe('an endpoint', () => {
  test('is healthy once the model is loaded', async () => {
    expect((await fetch(`${serving.url}/ping`)).status).toBe(200);
  });

  test('answers CSV with a prediction on each line', async () => {
    const response = await post('1,10\n3,30\n', 'text/csv');

    expect(response.headers.get('content-type')).toBe('text/csv');
    expect(numbersOf(await response.text())).toEqual([expect.closeTo(11, 0), expect.closeTo(33, 0)]);
  });

  test.each([
    ['rows', '[[1,10],[3,30]]'],
    ['instances', '{"instances":[[1,10],[3,30]]}'],
    ['instances with features', '{"instances":[{"features":[1,10]},{"features":[3,30]}]}'],
  ])('takes JSON %s, and answers JSON as AWS’s XGBoost image does', async (_form, body) => {
    const response = await post(body, 'application/json', 'application/json');

    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({
      predictions: [{ score: expect.closeTo(11, 0) }, { score: expect.closeTo(33, 0) }],
    });
  });

  test.each([
    ['text/csv', 'B,A\n10,1\n30,3'],
    ['application/jsonlines', '[1,10]\n{"A":3,"B":30}'],
    ['text/libsvm', '0 0:1 1:10\n0 0:3 1:30'],
  ])('takes %s, and answers JSON lines as AWS’s XGBoost image does', async (contentType, body) => {
    const response = await post(body, contentType, 'application/jsonlines');

    expect(response.headers.get('content-type')).toBe('application/jsonlines');
    const lines = (await response.text()).split('\n').map((line) => JSON.parse(line));
    expect(lines).toEqual([{ score: expect.closeTo(11, 0) }, { score: expect.closeTo(33, 0) }]);
  });

  test.each([
    ['by the content type', 'text/csv; answer=score+contributions', undefined],
    ['by a custom attribute', 'text/csv', 'trace=7,answer=score+contributions'],
  ])('adds SHAP contributions where they are asked for %s', async (_how, contentType, attributes) => {
    const response = await post('1,10\n3,30\n9,90', contentType, '*/*', serving.url, attributes);

    const rows = (await response.text()).split('\n').map((line) => line.split(',').map(Number));
    expect(rows.map((row) => row.length)).toEqual([4, 4, 4]);
    for (const [score, a, b, bias] of rows) expect(a + b + bias).toBeCloseTo(score, 3);
  });

  test('answers a body of 6 MB, and healthy meanwhile', async () => {
    const rowCount = 250_000;
    const answering = post('3.0,30.00000000000000000\n'.repeat(rowCount), 'text/csv');

    const health = await fetch(`${serving.url}/ping`);

    expect(health.status).toBe(200);
    const lines = (await (await answering).text()).split('\n');
    expect(lines.length).toBe(rowCount);
    expect(new Set(lines).size).toBe(1);
  });

  test('answers each of several large bodies at once with its own rows', async () => {
    const rowCount = 20_000;
    const answers = await Promise.all(
      [1, 3, 5, 7].map(async (a) => await (await post(`${a},30\n`.repeat(rowCount), 'text/csv')).text()),
    );

    const distinct = answers.map((answer) => Array.from(new Set(answer.split('\n')), Number));
    expect(distinct.map((values) => values.map(Math.round))).toEqual([[31], [33], [35], [37]]);
    expect(answers.map((answer) => answer.split('\n').length)).toEqual(Array(4).fill(rowCount));
  });

  test('takes an empty cell and a null as missing values', async () => {
    const [csv, json] = await Promise.all([post('1,', 'text/csv'), post('[1,null]', 'application/json')]);

    expect(await csv.text()).toBe(await json.text());
  });

  test('tells a batch transform what it can take', async () => {
    const response = await fetch(`${serving.url}/execution-parameters`);

    expect(await response.json()).toEqual({
      BatchStrategy: 'MULTI_RECORD',
      MaxPayloadInMB: 6,
      MaxConcurrentTransforms: 1,
    });
  });

  test.each([
    [
      'a row that is too short',
      '1',
      'text/csv',
      400,
      'Row 1 has 1 values, but the model wants 2 features in this order: A, B.',
    ],
    ['a row with the target', '1,2,3', 'text/csv', 400, /Leave out the target SUM\.$/],
    [
      'names of other features',
      'A,C\n1,2',
      'text/csv',
      400,
      /^The first line lacks B, and names C, .* wants these features: A, B\.$/,
    ],
    ['a word in a later line', '1,2\n3,x', 'text/csv', 400, 'Line 2, value 2 is not a number: "x".'],
    ['no rows', '', 'text/csv', 400, 'The request holds no rows. Send at least one.'],
    [
      'JSON without rows',
      '{"rows":1}',
      'application/json',
      400,
      'Row 1 lacks A, B, and names rows, which the model does not know. The model wants these features: A, B.',
    ],
    ['a body that is not JSON', '[[1,2]', 'application/json', 400, /^The body is not JSON/],
    [
      'a part that no answer has',
      '1,2',
      'text/csv; answer=odds',
      400,
      'An answer has no part "odds". Name some of score, class, probabilities, contributions, with + between them: answer=score+class.',
    ],
    [
      'classes of a model of numbers',
      '1,2',
      'text/csv; answer=class',
      400,
      'The model has no class: its objective reg:squarederror predicts a number. Ask for score or contributions.',
    ],
    ['another content type', '1,2', 'image/png', 415, /Send text\/csv, application\/json, .* or text\/x-libsvm\.$/],
  ])('refuses %s, and says why', async (_what, body, contentType, status, message) => {
    const response = await post(body, contentType);

    expect(response.status).toBe(status);
    const text = (await response.text()).trim();
    if (typeof message === 'string') expect(text).toBe(message);
    else expect(text).toMatch(message);
  });

  test('refuses an answer type that it cannot write', async () => {
    expect((await post('1,2', 'text/csv', 'image/png')).status).toBe(406);
  });

  test.each([
    [
      'asked for in the form of our predictor',
      'errors=json',
      '1,2,3',
      'text/csv',
      400,
      {
        message: 'Row 1 has 3 values, but the model wants 2 features in this order: A, B.',
        advice: 'Leave out the target SUM.',
      },
    ],
    [
      'asked for among other attributes',
      'trace=7, errors=json',
      '',
      'text/csv',
      400,
      { message: 'The request holds no rows.', advice: 'Send at least one.' },
    ],
    [
      'of another content type',
      'errors=json',
      '1,2',
      'image/png',
      415,
      {
        message: 'Content type image/png is not supported.',
        advice: expect.stringMatching(/^Send text\/csv, .* or text\/x-libsvm\.$/),
      },
    ],
  ])('answers an error as JSON where that is %s', async (_what, attributes, body, contentType, status, said) => {
    const response = await post(body, contentType, '*/*', serving.url, attributes);

    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({ kind: 'user', reason: 'refused', name: 'UserError', facts: {}, ...said });
  });

  test.each(['', 'trace=errors', 'errors=json5', 'no-errors=json'])(
    'answers an error as text to a request with the custom attributes %j',
    async (attributes) => {
      const response = await post('', 'text/csv', '*/*', serving.url, attributes);

      expect(response.headers.get('content-type')).toBe('text/plain');
      expect(await response.text()).toBe('The request holds no rows. Send at least one.\n');
    },
  );

  test('says of another path what it answers, in both forms', async () => {
    const [text, json] = await Promise.all(
      ['', 'errors=json'].map((attributes) =>
        fetch(`${serving.url}/models`, { headers: { 'x-amzn-sagemaker-custom-attributes': attributes } }),
      ),
    );

    const message = 'This container answers GET /ping, GET /execution-parameters and POST /invocations.';
    expect([text.status, json.status]).toEqual([404, 404]);
    expect(await text.text()).toBe(`${message}\n`);
    expect(await json.json()).toMatchObject({ kind: 'user', message });
  });

  test.each([
    ['one process', 1],
    ['two processes', 2],
  ])('of %s gives the answer that is under way, then ends, when it is asked to stop', async (_what, processes) => {
    const other = await startServing(folder.path, processes);
    const headers = { 'content-type': 'text/csv', expect: '100-continue' };
    const underWay = request(`${other.url}/invocations`, { method: 'POST', headers });
    underWay.flushHeaders();
    await once(underWay, 'continue');

    const stopped = other.stop();
    underWay.end('1,10\n3,30\n');
    const [response] = await once(underWay, 'response');
    const answer = numbersOf((await text(response)).trim());
    const answeredAt = Date.now();

    expect(answer.map(Math.round)).toEqual([11, 33]);
    expect(await stopped).toBe(0);
    expect(Date.now() - answeredAt).toBeLessThan(5000);
  });
});

describe('an endpoint of two processes', () => {
  let two: Serving;
  let first: number;
  let second: number;
  beforeAll(async () => {
    two = await startServing(folder.path, 2);
    [first, second] = childrenOf(two.pid);
  });
  afterAll(() => two.kill());

  test('answers while one of them dies and is replaced', async () => {
    process.kill(first, 'SIGKILL');
    await until(() => childrenOf(two.pid).filter((pid) => pid !== first).length === 2);
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => numbersOf(await (await post('1,10', 'text/csv', '*/*', two.url)).text())),
    );

    expect(answers.map(([answer]) => Math.round(answer))).toEqual(Array(8).fill(11));
    expect(childrenOf(two.pid)).toContain(second);
  });

  test('leaves none of them when it is killed itself', async () => {
    const children = childrenOf(two.pid);

    await two.kill();

    expect(children).toHaveLength(2);
    await until(() => !children.some(isAlive));
  });
});

describe('an endpoint without a model', () => {
  test.each([
    ['one process', 1],
    ['two processes', 2],
  ])('of %s ends with an error that says what the model archive must hold', async (_what, processes) => {
    const empty = makeTemporaryFolder('serve-nothing');

    const { exitCode, stderr } = await runProcess(process.execPath, [PROGRAM, 'serve'], {
      env: servingEnvironment(empty.path, processes),
    });

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^UserError: The model .*xgboost-model cannot be loaded: .*model\.tar\.gz/);
    expect(readFileSync(trainingPaths(empty.path).failure, 'utf8')).toBe(stderr.trim());
    empty.close();
  });
});

function post(
  body: string,
  contentType: string,
  accept = '*/*',
  url = serving.url,
  customAttributes?: string,
): Promise<Response> {
  const headers = new Headers({ 'content-type': contentType, accept });
  if (customAttributes !== undefined) headers.set('x-amzn-sagemaker-custom-attributes', customAttributes);
  return fetch(`${url}/invocations`, { method: 'POST', body, headers });
}

function childrenOf(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-ax', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  return stdout.split('\n').flatMap((line) => {
    const [child, parent] = line.trim().split(/\s+/).map(Number);
    return parent === pid ? [child] : [];
  });
}

function numbersOf(csv: string): number[] {
  return csv.split('\n').map(Number);
}

/** A model of the sum of two whole numbers, A up to 9 and B up to 90. */
function writeModel(base: string): void {
  const rows = Array.from({ length: 100 }, (_, row) => [row % 10, Math.floor(row / 10) * 10]);
  const columns = [0, 1].map((column) => Float32Array.from(rows, (row) => row[column]));
  writeServedModel(base, {
    data: { columns, labels: Float32Array.from(rows, ([a, b]) => a + b) },
    parameters: [
      ['min_child_weight', '0'],
      ['lambda', '0'],
    ],
    rounds: 50,
    attributes: { feature_names: '["A","B"]', target: 'SUM' },
  });
}
