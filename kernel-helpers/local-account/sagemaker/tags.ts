import { join } from 'node:path';
import { z } from 'zod';
import { RecordStore } from './record-store';

const tagSchema = z.object({ Key: z.string(), Value: z.string() });
const recordSchema = z.object({ arn: z.string(), tags: z.array(tagSchema) });

export type Tag = z.infer<typeof tagSchema>;

/** The tags of everything that has an ARN. */
export class Tags {
  private readonly records: RecordStore<typeof recordSchema>;

  constructor(directory: string) {
    this.records = new RecordStore(join(directory, 'tags'), recordSchema);
  }

  of(arn: string): readonly Tag[] {
    return this.records.get(fileName(arn))?.tags ?? [];
  }

  /** Adds tags; a tag replaces an older one with the same key. */
  add(arn: string, tags: readonly Tag[]): readonly Tag[] {
    const merged = new Map([...this.of(arn), ...tags].map((tag) => [tag.Key, tag]));
    if (merged.size > 0) this.records.put(fileName(arn), { arn, tags: [...merged.values()] });
    return [...merged.values()];
  }

  remove(arn: string, keys: readonly string[]): void {
    const left = this.of(arn).filter((tag) => !keys.includes(tag.Key));
    if (left.length === 0) this.forget(arn);
    else this.records.put(fileName(arn), { arn, tags: left });
  }

  forget(arn: string): void {
    this.records.delete(fileName(arn));
  }
}

const fileName = (arn: string): string => encodeURIComponent(arn);
