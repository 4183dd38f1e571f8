import { type Refusal, refuse } from './answers';
import { newId } from './ids';

interface CardToken {
  readonly messageId: string;
  readonly expiresAt: number;
  uses: number;
  isAnswered: boolean;
}

const LIFE_MS = 30 * 60 * 1000;
const MAX_USES = 2;

/** The `c-` tokens of card callbacks: 30 minutes of system time, two uses, only once the callback is answered. */
export class CardTokens {
  private readonly tokens = new Map<string, CardToken>();

  issue(messageId: string, nowMs = Date.now()): string {
    for (const [token, known] of this.tokens) {
      // A day later even "expired" is no longer worth telling apart from "unknown".
      if (known.expiresAt + 24 * LIFE_MS * 2 > nowMs) break;
      this.tokens.delete(token);
    }
    const token = newId('c-');
    this.tokens.set(token, { messageId, expiresAt: nowMs + LIFE_MS, uses: 0, isAnswered: false });
    return token;
  }

  /** The callback was answered: from now on its token may update the card. */
  answered(token: string): void {
    const known = this.tokens.get(token);
    if (known !== undefined) known.isAnswered = true;
  }

  /** The message a token may update, or why it may not. Uses nothing up. */
  check(token: string, nowMs = Date.now()): { messageId: string } | Refusal {
    const known = this.tokens.get(token);
    if (known === undefined) return refuse(300020, 'invalid token: no such card update token');
    if (known.expiresAt <= nowMs) return refuse(300030, 'token expired: a card update token lives 30 minutes');
    if (known.uses >= MAX_USES) return refuse(300040, 'token used up: a card update token works twice');
    if (!known.isAnswered) return refuse(300020, 'invalid token: the card callback has not been answered yet');
    return { messageId: known.messageId };
  }

  use(token: string): void {
    const known = this.tokens.get(token);
    if (known !== undefined) known.uses += 1;
  }
}
