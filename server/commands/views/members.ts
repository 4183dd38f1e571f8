import type { Stores } from '../../ports/storage';

/**
 * Those of `people` who sit in the chat: mentioning anybody else makes the platform refuse the whole card. Nobody is
 * mentioned while the members of a chat are not known.
 */
export async function membersOf(stores: Stores, chat: string, people: readonly string[]): Promise<readonly string[]> {
  if (people.length === 0) return people;
  if (chat.startsWith('p:')) return people.filter((person) => chat === `p:${person}`);
  const members = new Set(await stores.roster.members(chat));
  return people.filter((person) => members.has(person));
}
