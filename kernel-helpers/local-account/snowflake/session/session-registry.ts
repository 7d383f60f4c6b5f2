import { createHash, timingSafeEqual } from 'node:crypto';
import type { Session } from './session';

/** The open sessions, by session token and by master token. */
export class SessionRegistry {
  private readonly sessions = new Set<Session>();

  add(session: Session): void {
    this.sessions.add(session);
  }

  findByToken(token: string): Session | undefined {
    return this.find((session) => session.token, token);
  }

  findByMasterToken(token: string): Session | undefined {
    return this.find((session) => session.masterToken, token);
  }

  /** Makes a session's tokens invalid. */
  remove(session: Session): void {
    this.sessions.delete(session);
  }

  all(): readonly Session[] {
    return [...this.sessions];
  }

  /** Compares with every token, each in constant time. */
  private find(tokenOf: (session: Session) => string, token: string): Session | undefined {
    let found: Session | undefined;
    for (const session of this.sessions) if (isSameSecret(tokenOf(session), token)) found = session;
    return found;
  }
}

/** Compares two secrets in a time that does not show where they differ. */
export function isSameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
