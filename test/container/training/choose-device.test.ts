import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { chooseDevice, type DeviceQuestion, ROWS_FOR_GPU } from 'container/training/choose-device';
import { findGpus } from 'container/xgboost/find-gpus';
import { isUserError } from 'kernel-helpers/errors';
import { isGpuInstance } from 'kernel-helpers/training-contract/index';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { thrownBy } from '../../support/thrown-by';

const A10G = { name: 'NVIDIA A10G', memoryBytes: 24e9 };
const GPU_HOST: DeviceQuestion = {
  hyperparameters: {},
  rowCount: ROWS_FOR_GPU,
  hostCount: 1,
  instanceType: 'ml.g5.xlarge',
  found: { gpus: [A10G] },
  libraryHasCuda: () => true,
};

describe('a host with a GPU', () => {
  test('trains on it by itself, and says which it is', () => {
    expect(chooseDevice(GPU_HOST)).toEqual({
      device: 'cuda',
      remark: 'train: on the GPU NVIDIA A10G with 24 GB',
    });
  });

  test('with several GPUs says that one of them trains', () => {
    const { remark } = chooseDevice({ ...GPU_HOST, found: { gpus: [A10G, A10G, A10G, A10G] } });

    expect(remark).toBe('train: on the GPU NVIDIA A10G with 24 GB; XGBoost trains on one of the 4 GPUs of this host');
  });

  test('trains a small table on the CPU, and says how to use the GPU all the same', () => {
    const small = { ...GPU_HOST, rowCount: 20_640 };

    expect(chooseDevice(small)).toEqual({
      device: 'cpu',
      remark: expect.stringMatching(/^train: on the CPU: for 20,640 rows .* Set the hyperparameter device to 'cuda'/),
    });
    expect(chooseDevice({ ...small, hyperparameters: { device: 'cuda' } }).device).toBe('cuda');
  });

  test('does what the hyperparameter device says without a word', () => {
    expect(chooseDevice({ ...GPU_HOST, hyperparameters: { device: 'cpu' } })).toEqual({ device: 'cpu' });
  });
});

describe.each<[string, Partial<DeviceQuestion>, RegExp]>([
  [
    'no device of NVIDIA',
    { found: { gpus: [] } },
    /no NVIDIA device is in this container\. Use an instance with a GPU/,
  ],
  [
    'a driver that does not load',
    { found: { gpus: [], problem: 'no libcuda' } },
    /NVIDIA's driver cannot be asked \(no libcuda\)/,
  ],
  ['a library for CPUs', { libraryHasCuda: () => false }, /the image holds XGBoost for CPUs only\. Build it with/],
  ['several hosts', { hostCount: 2 }, /the GPUs of 2 hosts here: that needs NVIDIA's NCCL, .* Use one instance/],
  ['booster gblinear', { hyperparameters: { booster: 'gblinear' } }, /booster gblinear trains on the CPU/],
  ['tree_method exact', { hyperparameters: { tree_method: 'exact' } }, /tree_method exact trains on the CPU/],
  ['an updater', { hyperparameters: { updater: 'grow_colmaker,prune' } }, /updater names steps for the CPU/],
])('a host with a GPU and %s', (_what, change, reason) => {
  const question = { ...GPU_HOST, ...change };

  test('trains on the CPU, and says why', () => {
    expect(chooseDevice(question)).toEqual({ device: 'cpu', remark: expect.stringMatching(reason) });
  });

  test('refuses the hyperparameter device cuda', () => {
    const hyperparameters = { ...question.hyperparameters, device: 'cuda' as const };
    const error = thrownBy(() => chooseDevice({ ...question, hyperparameters }));

    expect(isUserError(error)).toBe(true);
    expect(error).toMatchObject({ message: expect.stringMatching(reason) });
  });
});

test('a host without a GPU trains on the CPU and says nothing of it', () => {
  const question = { ...GPU_HOST, instanceType: 'ml.m5.large', found: { gpus: [] } };

  expect(chooseDevice(question)).toEqual({ device: 'cpu' });
  expect(chooseDevice({ ...question, instanceType: undefined })).toEqual({ device: 'cpu' });
});

// The instance types of https://aws.amazon.com/sagemaker/pricing with and without NVIDIA's GPUs.
test.each([
  [
    true,
    [
      'ml.g4dn.xlarge',
      'ml.g5.48xlarge',
      'ml.g6e.2xlarge',
      'ml.gr6.4xlarge',
      'ml.p3.2xlarge',
      'ml.p4d.24xlarge',
      'ml.p5en.48xlarge',
    ],
  ],
  [false, ['ml.m5.large', 'ml.c7i.xlarge', 'ml.r5.large', 'ml.trn1.2xlarge', 'ml.inf2.xlarge', 'ml.t3.medium']],
])('the family of a machine tells whether it has a GPU (%s)', (hasGpu, types) => {
  expect(types.filter(isGpuInstance)).toEqual(hasGpu ? types : []);
});

describe('looking for GPUs', () => {
  test('finds none where NVIDIA’s device files are not', () => {
    const folder = makeTemporaryFolder('devices');

    expect(findGpus({ devices: folder.path, driver: '/nowhere/libcuda.so.1' })).toEqual({ gpus: [] });
    folder.close();
  });

  test('says why the driver cannot be asked where the files are there', () => {
    const folder = makeTemporaryFolder('devices');
    writeFileSync(join(folder.path, 'nvidiactl'), '');

    expect(findGpus({ devices: folder.path, driver: '/nowhere/libcuda.so.1' })).toEqual({
      gpus: [],
      problem: expect.stringContaining('/nowhere/libcuda.so.1'),
    });
    folder.close();
  });
});
