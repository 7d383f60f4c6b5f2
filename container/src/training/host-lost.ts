import { PlatformError } from 'kernel-helpers/errors';

/** A host of the job is gone. Every call on the group of hosts fails with it, on all other hosts. */
export class HostLost extends PlatformError {
  constructor(
    readonly host: string,
    /** What is known of it; ends with what the host said last. */
    readonly what: string,
  ) {
    super(`Host ${host} is gone: ${what}.`, {
      advice:
        "Its own log says more, if it could still write. Start the job again; with onHostLoss: 'continue' the other hosts go on from the last checkpoint.",
    });
  }
}

/** This host did not answer for so long that the others went on without it. */
export class LeftBehind extends PlatformError {
  constructor(host: string, what: string) {
    super(`The other hosts went on without this host, ${host}: ${what}.`, {
      advice: 'The machine may have been paused or overloaded. Start the job again if the others failed, too.',
    });
  }
}
