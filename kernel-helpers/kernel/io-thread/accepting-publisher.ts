import { XPublisher } from 'zeromq';

/** Numbers of options in libzmq's `zmq.h`; zeromq.js has no names for them on this socket. */
const ZMQ_SUBSCRIBE = 6;
const ZMQ_UNSUBSCRIBE = 7;

/** A client has begun or ended a subscription. */
export interface SubscriptionChange {
  readonly isBegun: boolean;
  readonly topic: Buffer;
}

/**
 * A publisher whose subscribers get nothing before it accepts their subscription. A plain one accepts a subscription
 * in the middle of any send, so that the subscriber may get another message before its welcome.
 */
export class AcceptingPublisher extends XPublisher {
  constructor() {
    super();
    this.manual = true;
  }

  /** Ends when the socket is closed. Each change must be accepted before the next one is read. */
  async *subscriptionChanges(): AsyncGenerator<SubscriptionChange> {
    for await (const [frame] of this) {
      // XPUB: the first byte is 1 for a subscription and 0 for its end; the topic follows.
      if (frame !== undefined) yield { isBegun: frame[0] === 1, topic: frame.subarray(1) };
    }
  }

  /** Accepts the change that was read last: libzmq takes it for the client that sent this one. */
  accept({ isBegun, topic }: SubscriptionChange): void {
    this.setStringOption(isBegun ? ZMQ_SUBSCRIBE : ZMQ_UNSUBSCRIBE, topic.length === 0 ? null : topic);
  }
}
