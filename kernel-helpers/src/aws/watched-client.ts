import { kindOf } from '../errors';
import { AwsFailure } from './aws-failure';
import { CALL_RECORD_VARIABLE, iamPrefix, type RecordedCall, recordCall } from './call-record';

type Next = (call: { readonly input: object }) => Promise<unknown>;
interface Context {
  readonly commandName: string;
}
interface Stack {
  clone(): Stack;
  add(middleware: (next: Next, context: Context) => Next, options: { readonly step: 'initialize' }): void;
}

/**
 * The same client with two differences: the errors that it throws do not lead to the request, and it writes its calls
 * into the file of `AWS_CALL_RECORD`. The given client itself stays as it is.
 */
export function watchedClient<Client extends object>(client: Client, caller: () => RecordedCall['caller']): Client {
  const send = Reflect.get(client, 'send') as (...parameters: readonly unknown[]) => Promise<unknown>;
  const stack = (Reflect.get(client, 'middlewareStack') as Stack).clone();
  const { serviceId } = Reflect.get(client, 'config') as { readonly serviceId: string };
  if (process.env[CALL_RECORD_VARIABLE]) {
    const service = iamPrefix(serviceId);
    const record = (next: Next, { commandName }: Context): Next => {
      const operation = commandName.replace(/Command$/, '');
      return (call) => {
        recordCall({ caller: caller(), service, operation, input: { ...call.input } });
        return next(call);
      };
    };
    stack.add(record, { step: 'initialize' });
  }
  const watched: Client = Object.create(client, {
    middlewareStack: { value: stack },
    send: {
      value: async (...parameters: readonly unknown[]): Promise<unknown> => {
        try {
          return await Reflect.apply(send, watched, parameters);
        } catch (error) {
          throw error instanceof Error && kindOf(error) === undefined ? new AwsFailure(error) : error;
        }
      },
      configurable: true,
      writable: true,
    },
  }) as Client;
  return watched;
}
