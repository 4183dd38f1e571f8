import { notice } from '../../cards/notice';
import { instantWords } from '../../cards/words';
import type { Desk } from '../commands/command';
import type { Stores } from '../ports/storage';
import { Posting } from './posting';

/** Tells every administrator, in the direct chat, what went wrong and what to do. */
export async function tellOperators(
  stores: Stores,
  desk: Desk,
  news: { readonly what: string; readonly why: string; readonly notTo?: string },
): Promise<void> {
  const posting = new Posting(stores, desk);
  const at = instantWords(desk.now, desk.now);
  const card = notice.render({
    title: '系统通知',
    subtitle: at,
    tone: 'red',
    summary: `${news.what} ${at}`,
    paragraphs: [news.what, `原因：${news.why}`, '请发送“自检”查看全部问题和处理办法。'],
  });
  for (const admin of desk.roster.peopleWith('admin')) {
    // A notice that could not reach somebody is not told to the same person again.
    if (`p:${admin}` !== news.notTo) await posting.direct(admin, { card });
  }
}
