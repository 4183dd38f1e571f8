import type { CardDefinition } from './card';
import { caseCard } from './case-card';
import { caseList } from './case-list';
import { dayDigest } from './day-digest';
import { formCard } from './form-card';
import { notice } from './notice';

/** Every kind of card, one line each, in the order of the manifest. */
export const CARDS: readonly Pick<CardDefinition<never>, 'name'>[] = [caseCard, caseList, dayDigest, formCard, notice];
