import type { Kernel, ServiceManager, Session } from '@jupyterlab/services';
import type { JSONObject } from '@lumino/coreutils';
import { type FromPage, KERNEL_IMPLEMENTATION } from 'kernel-helpers/sidebar-contract/index';
import { exclusively } from './exclusively';
import {
  type CommEars,
  HIDDEN_SESSION_TYPE,
  type HiddenSession,
  type SessionComm,
  type SessionKernel,
} from './hidden-session';
import { notOurKernel } from './not-our-kernel';
import { RequestError } from './request-error';

const KERNEL = 'tslab';
/** Seen in JupyterLab's list of running kernels. */
const NAME = 'Tables and jobs';
const ENDED: ReadonlySet<Kernel.Status> = new Set(['restarting', 'autorestarting', 'terminating', 'dead']);
// Without this a second connection of this page to the same kernel cannot make comms.
const CONNECTION = { kernelConnectionOptions: { handleComms: true } };

/** The hidden session as a session of JupyterLab's server, found by its path. */
export class JupyterSession implements HiddenSession {
  private connection: Session.ISessionConnection | undefined;
  private unfollow: () => void = () => {};

  constructor(
    private readonly services: ServiceManager.IManager,
    /** Of a file that need not exist: the kernel starts in its folder. */
    private readonly path: string,
  ) {}

  async join({ isRetry, onEnd }: { readonly isRetry: boolean; readonly onEnd: () => void }): Promise<SessionKernel> {
    const { sessions, kernelspecs } = this.services;
    await Promise.all([sessions.ready, kernelspecs.ready]);
    if (kernelspecs.specs?.kernelspecs[KERNEL] === undefined) throw notOurKernel();
    // The list of sessions is some seconds old: a session that has ended may still be in it.
    if (isRetry) await sessions.refreshRunning();
    const connection = await exclusively(`${HIDDEN_SESSION_TYPE}:${this.path}`, () => this.connect());
    const { kernel } = connection;
    if (kernel === null)
      throw new RequestError({ reason: 'kernel-gone', message: 'The hidden session has no kernel.' });
    this.follow(connection, onEnd);
    const { implementation } = await kernel.info;
    if (implementation !== KERNEL_IMPLEMENTATION) throw notOurKernel();
    return { openComm: (target, ears) => openComm(kernel, target, ears) };
  }

  async end(): Promise<void> {
    this.leave();
    const { sessions } = this.services;
    await sessions.refreshRunning();
    const model = await sessions.findByPath(this.path);
    if (model !== undefined) await sessions.shutdown(model.id);
  }

  async countComms(target: string): Promise<number> {
    const kernel = this.connection?.kernel;
    if (kernel == null || kernel.isDisposed) return 0;
    const { content } = await kernel.requestCommInfo({ target_name: target });
    return content.status === 'ok' ? Object.keys(content.comms).length : 0;
  }

  leave(): void {
    this.unfollow();
    this.connection?.dispose();
    this.connection = undefined;
  }

  private async connect(): Promise<Session.ISessionConnection> {
    const { sessions } = this.services;
    const model = await sessions.findByPath(this.path);
    const { connection } = this;
    if (model !== undefined && connection?.isDisposed === false && connection.id === model.id) {
      if (connection.kernel?.isDisposed === false) return connection;
      // Its kernel is dead, and so is the session.
      await sessions.shutdown(model.id);
    }
    this.leave();
    const isGone = model === undefined || connection?.id === model.id;
    this.connection = isGone
      ? await sessions.startNew(
          { path: this.path, name: NAME, type: HIDDEN_SESSION_TYPE, kernel: { name: KERNEL } },
          CONNECTION,
        )
      : sessions.connectTo({ model, ...CONNECTION });
    return this.connection;
  }

  private follow(connection: Session.ISessionConnection, onEnd: () => void): void {
    this.unfollow();
    const end = () => {
      this.unfollow();
      // JupyterLab first tells of the status and then forgets its comms, so a new one must wait for that.
      queueMicrotask(onEnd);
    };
    const onStatus = (_: unknown, status: Kernel.Status) => ENDED.has(status) && end();
    const onConnectionStatus = (_: unknown, status: Kernel.ConnectionStatus) => status === 'disconnected' && end();
    connection.statusChanged.connect(onStatus);
    connection.connectionStatusChanged.connect(onConnectionStatus);
    connection.kernelChanged.connect(end);
    connection.disposed.connect(end);
    this.unfollow = () => {
      this.unfollow = () => {};
      connection.statusChanged.disconnect(onStatus);
      connection.connectionStatusChanged.disconnect(onConnectionStatus);
      connection.kernelChanged.disconnect(end);
      connection.disposed.disconnect(end);
    };
  }
}

function openComm(kernel: Kernel.IKernelConnection, target: string, ears: CommEars): SessionComm {
  const comm = kernel.createComm(target);
  comm.onMsg = ({ content }) => ears.message(content.data);
  comm.onClose = () => ears.closed();
  comm.open({});
  return {
    send: (message: FromPage) => {
      if (!comm.isDisposed) comm.send(message as JSONObject);
    },
    close: () => {
      // The page closes it itself: nothing was lost.
      comm.onClose = () => {};
      if (!comm.isDisposed && kernel.status !== 'dead') comm.close();
    },
  };
}
