import { callAws } from '../aws/call-aws';
import { awsClients } from '../aws/clients';
import { awsSdk } from '../aws/load-sdk';

export interface StackRequest {
  readonly name: string;
  readonly template: { readonly text: string } | { readonly url: string };
  readonly parameters: Readonly<Record<string, string>>;
}

/** Lets CloudFormation begin to make a stack; the stack's id. The template names its roles, and uses a transform. */
export async function createStack(
  { name, template, parameters }: StackRequest,
  abortSignal: AbortSignal,
): Promise<string> {
  const { CreateStackCommand } = awsSdk.cloudFormation();
  const command = new CreateStackCommand({
    StackName: name,
    ...('url' in template ? { TemplateURL: template.url } : { TemplateBody: template.text }),
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    Capabilities: ['CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
  });
  const { StackId: id = name } = await callAws(`make the stack ${name}`, () =>
    awsClients.cloudFormation().send(command, { abortSignal }),
  );
  return id;
}
