/** A prepared failure of one API: tests ask for it, the next matching calls get it. */
export interface Fault {
  /** API name (`im.v1.message.create`), its short form (`message.create`) or `*`. */
  readonly api: string;
  /** `drop-response` cuts the connection before anything is done, `accept-then-drop` after it was done. */
  readonly mode: 'error' | 'drop-response' | 'delay' | 'accept-then-drop';
  readonly http?: number | undefined;
  readonly code?: number | undefined;
  readonly msg?: string | undefined;
  readonly ms?: number | undefined;
}

/** The failures still to be handed out. */
export class Faults {
  private waiting: { fault: Fault; times: number }[] = [];

  /** Lets the next `times` calls of the API fail; `times` 0 takes earlier requests for that API back. */
  prepare(fault: Fault, times: number): void {
    if (times === 0) this.waiting = this.waiting.filter((entry) => entry.fault.api !== fault.api);
    else this.waiting.push({ fault, times });
  }

  /** The failure this call must suffer, if any; uses it up. */
  take(api: string): Fault | undefined {
    const entry = this.waiting.find(
      ({ fault }) => fault.api === '*' || fault.api === api || api.endsWith(`.${fault.api}`),
    );
    if (entry === undefined) return undefined;
    entry.times -= 1;
    if (entry.times === 0) this.waiting = this.waiting.filter((other) => other !== entry);
    return entry.fault;
  }
}
