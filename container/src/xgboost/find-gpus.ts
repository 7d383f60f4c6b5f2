import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from 'kernel-helpers/errors';
import koffi, { type LibraryHandle } from 'koffi';
import type { Out } from './bindings';

/** A GPU as NVIDIA's driver describes it. */
export interface Gpu {
  readonly name: string;
  readonly memoryBytes: number;
}

export interface FoundGpus {
  readonly gpus: readonly Gpu[];
  /** Why the driver could not be asked, where its device files are there. */
  readonly problem?: string;
}

const NAME_BYTES = 128;

/**
 * The GPUs of this host. Without NVIDIA's device files nothing is loaded. The driver comes from the host: NVIDIA's
 * runtime of containers mounts it (https://docs.nvidia.com/datacenter/cloud-native/container-toolkit).
 */
export function findGpus({ devices = '/dev', driver = 'libcuda.so.1' } = {}): FoundGpus {
  if (!existsSync(join(devices, 'nvidiactl')) && !existsSync(join(devices, 'nvidia0'))) return { gpus: [] };
  try {
    return { gpus: askDriver(koffi.load(driver)) };
  } catch (error) {
    return { gpus: [], problem: `${driver}: ${messageOf(error)}` };
  }
}

/** The driver's C API, `cuda.h` (https://docs.nvidia.com/cuda/cuda-driver-api); 0 is success. */
function askDriver(library: LibraryHandle): readonly Gpu[] {
  const c = <Call>(prototype: string): Call => library.func(prototype) as unknown as Call;
  const initialize = c<(flags: number) => number>('int cuInit(unsigned int flags)');
  const count = c<(count: Out<number>) => number>('int cuDeviceGetCount(_Out_ int *count)');
  const open = c<(device: Out<number>, ordinal: number) => number>('int cuDeviceGet(_Out_ int *device, int ordinal)');
  const nameOf = c<(name: Uint8Array, length: number, device: number) => number>(
    'int cuDeviceGetName(_Out_ uint8_t *name, int length, int device)',
  );
  const memoryOf = c<(bytes: Out<number | bigint>, device: number) => number>(
    'int cuDeviceTotalMem_v2(_Out_ size_t *bytes, int device)',
  );
  const check = (status: number, call: string): void => {
    if (status !== 0) throw new Error(`${call} of NVIDIA's driver answered ${status}`);
  };
  check(initialize(0), 'cuInit');
  const counted: Out<number> = [0];
  check(count(counted), 'cuDeviceGetCount');
  return Array.from({ length: counted[0] ?? 0 }, (_, ordinal) => {
    const device: Out<number> = [0];
    check(open(device, ordinal), 'cuDeviceGet');
    const name = new Uint8Array(NAME_BYTES);
    check(nameOf(name, NAME_BYTES, device[0] ?? 0), 'cuDeviceGetName');
    const bytes: Out<number | bigint> = [0];
    check(memoryOf(bytes, device[0] ?? 0), 'cuDeviceTotalMem');
    return { name: new TextDecoder().decode(name.subarray(0, name.indexOf(0))), memoryBytes: Number(bytes[0]) };
  });
}
