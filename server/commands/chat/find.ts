import { ROWS_PER_CARD } from '../../../cards/case-list';
import { maskPhone, maskText } from '../../domain/mask';
import { maySee } from '../../domain/permissions';
import { fail, ok, type Result } from '../../domain/result';
import { clipText } from '../../domain/text-clean';
import type { CaseQuery, StoredCase } from '../../ports/storage';
import type { ChatCommand, ChatGiven, ChatOutcome } from '../command';
import { showCase } from '../open/show-case';
import { caseRow } from '../views/case-rows';
import { SHOW } from '../views/lists';
import { ALL_STAFF } from '../views/people';
import { wholeCaseNumber } from './case-number';
import { collectCases, SCAN_MAX } from './collect-cases';
import { readSearch } from './find-words';
import { directly, listPage, splitPage } from './list-page';
import { phonesIn } from './phone-digits';

const TITLE_WORDS_MAX = 16;

/**
 * X4: one case by its number, or a list by phone or by words, units and statuses; only what the person may see.
 * What may not be seen is answered like what does not exist: even a number alone would tell of a report.
 */
export const find: ChatCommand = {
  kind: 'chat',
  name: 'find',
  words: ['查', '查询', '查找', '查件', '搜索', 'find', 'search'],
  usage: { zh: '查 <编号|电话|关键词|单位|状态> [第2页]', en: 'find <number|phone|words|unit|status> [page]' },
  help: {
    zh: '查找您有权查看的件，结果发到单聊\n查 LS-20260304-0001\n查 13800000000（按来电号码）\n查 路灯\n查 住建局 待签收\n查 路灯 第2页',
    en: 'Find cases you may see; lists go to your direct chat\nfind LS-20260304-0001\nfind 13800000000 (caller number)\nfind 路灯\nfind housing assigned\nfind 路灯 2',
  },
  roles: ALL_STAFF,
  async run(given) {
    const rest = given.typed.rest.trim();
    if (rest === '') return fail('find.empty');
    const number = wholeCaseNumber(rest, given.desk.policy.casePrefix);
    if (number !== undefined) return findNumber(number, given);
    const phones = phonesIn(rest);
    if (phones.length > 0) return findPhone(phones, 1, given);
    const { words, page } = splitPage(rest);
    const pagedPhones = phonesIn(words);
    return pagedPhones.length > 0 ? findPhone(pagedPhones, page, given) : findWords(words, page, given);
  },
};

async function findNumber(number: string, given: ChatGiven): Promise<Result<ChatOutcome>> {
  const { typed, actor, desk, stores } = given;
  const stored = await stores.cases.load(number);
  if (!stored || !maySee(actor, stored.state)) return fail('find.no-case', { number });
  const { chatId, messageId } = typed;
  const shown = await showCase.run({ caseNumber: number, value: {}, form: {}, chatId, messageId, actor, desk, stores });
  return shown.ok ? ok({ ...shown.value, where: directly(typed) }) : shown;
}

function findPhone(phones: readonly string[], page: number, given: ChatGiven): Promise<Result<ChatOutcome>> {
  const queries = phones.map((phone) => ({ phoneHash: given.desk.secrets.fingerprint('phone', phone) }));
  const shown = maskPhone(phones[0] ?? '');
  return answerList(given, { queries, keep: () => true, page, shown, again: '查 <同一号码>' });
}

async function findWords(words: string, page: number, given: ChatGiven): Promise<Result<ChatOutcome>> {
  if (words === '') return fail('find.empty');
  const { queries, matches } = readSearch(words, given.desk.policy);
  const shown = clipText(maskText(words), TITLE_WORDS_MAX);
  return answerList(given, { queries, keep: matches, page, shown, again: `查 ${shown}` });
}

interface Search {
  readonly queries: readonly Omit<CaseQuery, 'limit' | 'cursor'>[];
  readonly keep: (stored: StoredCase) => boolean;
  readonly page: number;
  /** What was looked for, personal data masked. */
  readonly shown: string;
  readonly again: string;
}

async function answerList(given: ChatGiven, search: Search): Promise<Result<ChatOutcome>> {
  const { typed, actor, desk, stores } = given;
  const found = await collectCases(stores, search.queries, {
    need: search.page * ROWS_PER_CARD + 1,
    keep: (stored) => maySee(actor, stored.state) && search.keep(stored),
  });
  if (found.cases.length === 0) return fail('find.nothing', { words: search.shown });
  const card = listPage({
    title: `查询“${search.shown}”`,
    tone: 'wathet',
    lead: [],
    now: desk.now,
    page: search.page,
    rows: found.cases.map((stored) => caseRow(stored, desk, [SHOW])),
    again: search.again,
    ...(found.cut ? { note: `只查了最近 ${SCAN_MAX} 件，请加关键词缩小范围。` } : {}),
  });
  return card.ok ? ok({ answer: { card: card.value }, where: directly(typed) }) : card;
}
