import { z } from 'zod';
import {
  type FromPage,
  METHODS,
  type MethodName,
  type ParamsOf,
  type ResultOf,
} from '../../../kernel-helpers/dist/sidebar-contract/index';
import { KernelClient } from '../../kernel-helpers/kernel/support/kernel-client';

const COMM_TARGET = 'tables-and-jobs';
const ANSWERED_WITHIN_MS = 120_000;
const answerSchema = z.object({ id: z.string(), result: z.unknown().optional(), error: z.unknown().optional() });

/** Our kernel as installed, asked over one comm as the page asks. */
export class AskedKernel {
  private requests = 0;

  private constructor(
    private readonly kernel: KernelClient,
    private readonly commId: string,
    /** From the start of the process until the kernel answers. */
    readonly startMs: number,
    /** From the comm's opening until the service says hello. */
    readonly helloMs: number,
  ) {}

  static async start(settings: Readonly<Record<string, string>>): Promise<AskedKernel> {
    const begun = performance.now();
    const kernel = await KernelClient.start({ env: settings });
    const startMs = performance.now() - begun;
    const commId = 'bench';
    const opened = performance.now();
    const opening = kernel.send('shell', 'comm_open', { comm_id: commId, target_name: COMM_TARGET, data: {} });
    await kernel.waitFor(({ type, parentId }) => type === 'comm_msg' && parentId === opening);
    return new AskedKernel(kernel, commId, startMs, performance.now() - opened);
  }

  get processId(): number | undefined {
    return this.kernel.process.pid;
  }

  async ask<Name extends MethodName>(method: Name, params: ParamsOf<Name>): Promise<ResultOf<Name>> {
    this.requests += 1;
    const request: FromPage = { id: `request-${this.requests}`, method, params };
    this.kernel.send('shell', 'comm_msg', { comm_id: this.commId, data: request });
    const { content } = await this.kernel.waitFor(
      ({ type, content }) => type === 'comm_msg' && answerSchema.safeParse(content.data).data?.id === request.id,
      ANSWERED_WITHIN_MS,
    );
    const { error, result } = answerSchema.parse(content.data);
    if (error !== undefined) throw new Error(`The kernel answered ${method} with ${JSON.stringify(error)}.`);
    return METHODS[method].result.parse(result) as ResultOf<Name>;
  }

  async close(): Promise<void> {
    await this.kernel.close();
  }
}
