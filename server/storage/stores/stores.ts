import type { Stores } from '../../ports/storage';
import type { Sql } from '../sql';
import { caseStore } from './cases';
import { inboxStore } from './inbox';
import { logStore, settingsLogStore } from './log';
import { outboxStore } from './outbox';
import { rosterStore } from './roster';
import { cardStore, metaStore, ticketStore, timerStore, tokenStore } from './small';

/** All stores over one connection. */
export function createStores(sql: Sql): Stores {
  return {
    inbox: inboxStore(sql),
    cases: caseStore(sql),
    log: logStore(sql),
    settingsLog: settingsLogStore(sql),
    outbox: outboxStore(sql),
    cards: cardStore(sql),
    timers: timerStore(sql),
    roster: rosterStore(sql),
    tokens: tokenStore(sql),
    tickets: ticketStore(sql),
    meta: metaStore(sql),
  };
}
