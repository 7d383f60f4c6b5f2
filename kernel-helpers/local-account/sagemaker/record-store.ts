import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PlatformError } from 'kernel-helpers/errors';
import type { z } from 'zod';
import { writeJsonFile } from '../machine/private-files';

/** Records of one kind, by name: in memory for reading, and each in a JSON file of its own to survive a restart. */
export class RecordStore<Schema extends z.ZodType<object>> {
  private readonly records = new Map<string, z.infer<Schema>>();

  constructor(
    private readonly directory: string,
    schema: Schema,
  ) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    for (const file of readdirSync(directory).filter((name) => name.endsWith('.json'))) {
      this.records.set(file.slice(0, -'.json'.length), readRecord(join(directory, file), schema));
    }
  }

  get(name: string): z.infer<Schema> | undefined {
    return this.records.get(name);
  }

  list(): z.infer<Schema>[] {
    return [...this.records.values()];
  }

  /** Stores a record, replacing the one of that name. SageMaker's rules for names make each a valid file name. */
  put(name: string, record: z.infer<Schema>): void {
    writeJsonFile(this.path(name), record);
    this.records.set(name, record);
  }

  delete(name: string): void {
    this.records.delete(name);
    rmSync(this.path(name), { force: true });
  }

  private path(name: string): string {
    return join(this.directory, `${name}.json`);
  }
}

function readRecord<Schema extends z.ZodType>(path: string, schema: Schema): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new PlatformError(
      `${path} holds no record that this version reads. Remove it, or forget all data with \`npx local-account down --erase\`.`,
      { cause },
    );
  }
}
