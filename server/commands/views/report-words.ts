import type { CaseDossier } from './case-view';

/** The lawful place to go is no part of what was reported. */
const OURS = /\.redirect$/;

/**
 * D13: what a report says, and what people write about it on the way, is for the person who works on it. Everybody
 * else sees the course of the case without anybody's words.
 */
export function withoutReportWords(dossier: CaseDossier): CaseDossier {
  if (dossier.state.type !== 'report') return dossier;
  return { ...dossier, texts: new Map([...dossier.texts].filter(([ref]) => OURS.test(ref))) };
}
