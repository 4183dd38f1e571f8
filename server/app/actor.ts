import type { Actor } from '../domain/case';
import type { Roster } from '../domain/roster';

/** A person as the roster knows them now. */
export function actorOf(roster: Roster, openId: string, via: Actor['via']): Actor {
  return { id: openId, name: roster.nameOf(openId), roles: roster.grantsOf(openId), via };
}

/** The product itself: timers and recurring slots. */
export const SYSTEM: Actor = { id: 'system', name: '系统', roles: [], via: 'timer' };

/** A channel that delivers by the intake API. */
export function intakeActor(channel: string): Actor {
  return { id: `channel:${channel}`, name: channel, roles: [], via: 'api' };
}
