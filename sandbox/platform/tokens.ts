import { newId } from './ids';

interface IssuedToken {
  readonly token: string;
  readonly expiresAt: number;
}

const LIFE_MS = 2 * 60 * 60 * 1000;
const RENEW_BELOW_MS = 30 * 60 * 1000;

/** Tenant access tokens in system time: 2 hours long, the same one again while 30 minutes remain. */
export class Tokens {
  private issued: IssuedToken[] = [];
  private readonly save: (issued: readonly IssuedToken[]) => void;

  constructor(save: (issued: readonly IssuedToken[]) => void) {
    this.save = save;
  }

  /** @returns a token and the whole seconds it still lives */
  issue(nowMs = Date.now()): { token: string; expire: number } {
    this.issued = this.issued.filter((old) => old.expiresAt > nowMs);
    let current = this.issued.at(-1);
    if (current === undefined || current.expiresAt - nowMs < RENEW_BELOW_MS) {
      current = { token: newId('t-'), expiresAt: nowMs + LIFE_MS };
      this.issued.push(current);
      this.save(this.issued);
    }
    return { token: current.token, expire: Math.floor((current.expiresAt - nowMs) / 1000) };
  }

  isValid(token: string, nowMs = Date.now()): boolean {
    return this.issued.some((known) => known.token === token && known.expiresAt > nowMs);
  }

  /** A restart of the platform must not log the bot out. */
  restore(stored: unknown): void {
    if (Array.isArray(stored)) this.issued = stored as IssuedToken[];
  }
}
