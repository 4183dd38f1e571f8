/** The SDK's cache seam: `expire` is an instant (epoch ms), keys may be symbols. */
interface Held {
  readonly value: unknown;
  readonly expiresAtMs: number | undefined;
}

/**
 * Token cache of one client. The SDK keeps a token until it expires even when the platform has already revoked it, and
 * shares one process-wide store; this one can be emptied.
 */
export class TokenCache {
  private readonly held = new Map<string, Held>();
  private readonly now: () => number;

  /** @param now system time in epoch ms; platform tokens never follow the product's clock */
  constructor(now: () => number) {
    this.now = now;
  }

  async get(key: string | symbol | object, options?: { namespace?: string }): Promise<unknown> {
    const entry = this.held.get(name(key, options));
    if (entry === undefined) return undefined;
    return entry.expiresAtMs === undefined || entry.expiresAtMs > this.now() ? entry.value : undefined;
  }

  async set(
    key: string | symbol | object,
    value: unknown,
    expire?: number,
    options?: { namespace?: string },
  ): Promise<boolean> {
    this.held.set(name(key, options), { value, expiresAtMs: expire });
    return true;
  }

  /** Forgets a token the platform refused; one that was renewed in the meantime stays. */
  drop(token: string): void {
    for (const [key, entry] of this.held) if (entry.value === token) this.held.delete(key);
  }
}

function name(key: string | symbol | object, options: { namespace?: string } | undefined): string {
  return `${options?.namespace ?? ''}/${key.toString()}`;
}
