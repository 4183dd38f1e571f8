import { buildKeywordIndex, findKeywords, type KeywordIndex, plainText } from './keyword-index';
import type { Community, GridPost, Policy, UnitCode } from './policy';

/** Where an appeal happened, as far as the text says. A community brings its street and grid post with it. */
export interface Place {
  readonly street?: UnitCode;
  readonly community?: Community;
  readonly gridPost?: GridPost;
}

type Named =
  | { readonly kind: 'street'; readonly street: UnitCode }
  | { readonly kind: 'community'; readonly community: Community; readonly weak: boolean };

/**
 * Finds street, community (village) and grid post by name, first in the address, then in the text.
 * Short village names that are also common words (西村, 河北) count only beside the name of their own street.
 */
export function findPlace(policy: Policy, text: string, address = ''): Place {
  const index = placeIndex(policy);
  const inAddress = placeIn(policy, index, address);
  if (inAddress.community !== undefined) return inAddress;
  const inText = placeIn(policy, index, text, inAddress.street);
  return inText.street === undefined ? inAddress : inText;
}

function placeIn(policy: Policy, index: KeywordIndex<Named>, text: string, knownStreet?: UnitCode): Place {
  const named = findKeywords(index, plainText(text)).flatMap((hit) => hit.entries.map((entry) => ({ entry, hit })));
  const streets = named.flatMap(({ entry }) => (entry.kind === 'street' ? [entry.street] : []));
  const street = knownStreet ?? streets[0];
  const community = named
    .flatMap(({ entry, hit }) => (entry.kind === 'community' ? [{ ...entry, length: hit.word.length }] : []))
    .filter(({ community: found, weak }) =>
      street === undefined
        ? !weak
        : found.street === street || (knownStreet === undefined && streets.includes(found.street)),
    )
    .sort((a, b) => b.length - a.length)[0]?.community;
  if (community === undefined) return street === undefined ? {} : { street };
  const gridPost = policy.gridPosts.find((post) => post.communities.includes(community.code));
  return { street: community.street, community, ...(gridPost === undefined ? {} : { gridPost }) };
}

/** A policy is immutable, so its names are indexed once and forgotten with it. */
const indexes = new WeakMap<Policy, KeywordIndex<Named>>();

function placeIndex(policy: Policy): KeywordIndex<Named> {
  const known = indexes.get(policy);
  if (known !== undefined) return known;
  const index = buildKeywordIndex<Named>([...streetNames(policy), ...communityNames(policy)]);
  indexes.set(policy, index);
  return index;
}

/** Shorter forms such as 初家 or 滨海 are also roads and villages, so only forms of three characters and more count. */
function streetNames(policy: Policy): readonly (readonly [string, Named])[] {
  return policy.units
    .filter((unit) => unit.level === 'street')
    .flatMap((unit) => {
      const entry: Named = { kind: 'street', street: unit.code };
      return [unit.name.zh, unit.short, ...unit.aliases]
        .filter((word) => word.length > 2)
        .map((word) => [word, entry] as const);
    });
}

function communityNames(policy: Policy): readonly (readonly [string, Named])[] {
  return policy.communities.flatMap((community) => {
    const strong: Named = { kind: 'community', community, weak: false };
    const weak: Named = { kind: 'community', community, weak: true };
    const { name } = community;
    const bare = name.replace(/(社区|村)$/, '');
    const pairs: (readonly [string, Named])[] = [[name, name.length > 2 ? strong : weak]];
    if (name.endsWith('村')) pairs.push([`${name}村委会`, strong], [`${name}委会`, strong]);
    if (bare !== name && bare.length > 1) pairs.push([bare, bare.length > 2 ? strong : weak]);
    return pairs;
  });
}
