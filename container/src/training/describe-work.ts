import { readFileSync } from 'node:fs';
import { overlappingPieces } from 'kernel-helpers/snowflake/result/result-pieces';
import { formatSpeedLine } from 'kernel-helpers/training-contract/index';
import { memoryLimitBytes } from '../memory-limit';
import type { MeasuredRows } from './read-share';

export interface ReadWork {
  readonly rowCount: number;
  /** 0 where every row came with the answer to the query, or the answer names no sizes. */
  readonly bytes: number;
  readonly seconds: number;
}

export interface TrainedWork {
  readonly name?: string;
  /** Rounds that were run here, without those of a checkpoint. */
  readonly rounds: number;
  /** Rows of this host that the model learns from. */
  readonly rowCount: number;
  readonly seconds: number;
}

export interface Memory {
  /** The most that this process has held at a time. */
  readonly peakBytes: number;
  readonly limitBytes: number;
}

/** Bytes that a host downloads for a share, compressed, from the sizes that the result names for its parts. */
export function downloadBytes({ message: { manifest }, range }: Pick<MeasuredRows, 'message' | 'range'>): number {
  return overlappingPieces(manifest, range.from, range.to)
    .map(({ chunkIndex, chunkRows, skip, rows }) =>
      // A download ends when the last wanted row is there.
      Math.round((manifest.chunks[chunkIndex].compressedBytes * (skip + rows)) / chunkRows),
    )
    .reduce((sum, bytes) => sum + bytes, 0);
}

/** `speed: read 10320 rows in 0.42 s: 24,571 rows/s, 2.1 MB/s; memory: at most 310 of 4,096 MB`. */
export function describeReading({ rowCount, bytes, seconds }: ReadWork, memory: Memory): string {
  const rates = [rate(rowCount, seconds, 'rows/s'), ...(bytes === 0 ? [] : [rate(bytes / 1e6, seconds, 'MB/s')])];
  return formatSpeedLine(
    `read ${rowCount} rows in ${inSeconds(seconds)}: ${rates.join(', ')}; ${describeMemory(memory)}`,
  );
}

/** `speed: trained 5 rounds over 15480 rows in 0.31 s: 16.1 rounds/s; memory: at most 340 of 4,096 MB`. */
export function describeTraining({ name, rounds, rowCount, seconds }: TrainedWork, memory: Memory): string {
  const what = name === undefined ? '' : `${name}: `;
  const roundRate = rate(rounds, seconds, 'rounds/s');
  return formatSpeedLine(
    `${what}trained ${rounds} rounds over ${rowCount} rows in ${inSeconds(seconds)}: ${roundRate}; ${describeMemory(memory)}`,
  );
}

/** What this process has used so far. */
export function usedMemory(): Memory {
  return { peakBytes: peakBytes(), limitBytes: memoryLimitBytes() };
}

/** Seconds since a time of `performance.now()`. */
export function secondsSince(start: number): number {
  return (performance.now() - start) / 1000;
}

/** Linux counts `maxRSS` on from the process that started this one (getrusage and exec), but not VmHWM (proc_pid_status). */
function peakBytes(): number {
  const kilobytes =
    process.platform === 'linux'
      ? Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
      : process.resourceUsage().maxRSS;
  return kilobytes * 1024;
}

function describeMemory({ peakBytes, limitBytes }: Memory): string {
  return `memory: at most ${inMegabytes(peakBytes)} of ${inMegabytes(limitBytes)} MB`;
}

function rate(amount: number, seconds: number, unit: string): string {
  // A clock may not tick in between.
  return `${plain(amount / Math.max(seconds, 0.001))} ${unit}`;
}

function inSeconds(seconds: number): string {
  return `${seconds.toFixed(seconds < 10 ? 2 : 0)} s`;
}

function inMegabytes(bytes: number): string {
  return plain(bytes / 1e6);
}

function plain(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0 });
}
