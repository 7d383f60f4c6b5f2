import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { MOST_TEMPLATE_BYTES } from '../../aws/cloudformation-limits';
import { awsSdk } from '../../aws/load-sdk';
import { usableBucket } from '../../sagemaker/bucket';
import type { StackRequest } from '../../stack/create-stack';
import { readTemplateFile } from '../../stack/template-file';
import type { AccountUnderCheck } from '../account-under-check';

/** The template as CloudFormation takes it: its text, or the address of a copy in the bucket where it is too long. */
export async function templateFor(
  stackName: string,
  account: AccountUnderCheck,
  signal: AbortSignal,
  text?: string,
): Promise<StackRequest['template']> {
  const body = text ?? (await readTemplateFile());
  if (Buffer.byteLength(body) <= MOST_TEMPLATE_BYTES) return { text: body };
  const { DeleteObjectCommand, PutObjectCommand } = awsSdk.s3();
  const Bucket = await usableBucket(signal);
  const Key = `${stackName}.yaml`;
  account.made.add({
    what: `copy of the template ${Key} in the bucket`,
    byHand: `the file ${Key} of the bucket`,
    remove: async (within) => {
      await callAws('delete the copy of the template', () =>
        awsClients.s3().send(new DeleteObjectCommand({ Bucket, Key }), { abortSignal: within }),
      );
    },
  });
  await callAws('put the template into the bucket', () =>
    awsClients.s3().send(new PutObjectCommand({ Bucket, Key, Body: body }), { abortSignal: signal }),
  );
  const { region } = await account.aws();
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return { url: `https://${Bucket}.s3.${region}.${domain}/${Key}` };
}
