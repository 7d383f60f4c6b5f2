import { z } from 'zod';
import type { Operations } from './operations';
import type { Tags } from './tags';

const tagsInput = z.looseObject({
  ResourceArn: z.string(),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).default([]),
  TagKeys: z.array(z.string()).default([]),
});

/** AddTags, ListTags and DeleteTags. A job or endpoint has few tags, so the list has one page only. */
export function tagOperations(tags: Tags) {
  return {
    AddTags: (input) => {
      const { ResourceArn, Tags } = tagsInput.parse(input);
      return { Tags: tags.add(ResourceArn, Tags) };
    },
    ListTags: (input) => ({ Tags: tags.of(tagsInput.parse(input).ResourceArn) }),
    DeleteTags: (input) => {
      const { ResourceArn, TagKeys } = tagsInput.parse(input);
      tags.remove(ResourceArn, TagKeys);
      return {};
    },
  } satisfies Partial<Operations>;
}
