import type { Context } from 'koa';
import type { ContactView, Doors } from '../app/doors';
import { describe } from '../domain/errors';
import { fail, type Result } from '../domain/result';
import { NO_PREFETCH, sendError } from './answers';
import { escapeHtml, sendPage, setPageHeaders } from './page';
import type { Route } from './router';

/** Pages that exist for one view: a contact, a new token. */
export function oneTimePages(doors: Doors): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/reveal/:token',
      handle: oneTime({
        title: '诉求人联系方式',
        take: (token) => doors.reveal(token),
        html: contactHtml,
      }),
    },
    {
      method: 'GET',
      path: '/token/:token',
      handle: oneTime({
        title: '接口令牌',
        take: (token) => doors.tokenPage(token),
        html: tokenHtml,
      }),
    },
  ];
}

interface OneTimePage<T> {
  readonly title: string;
  readonly take: (token: string) => Promise<Result<T>>;
  readonly html: (view: T) => string;
}

/** Whoever only looks ahead (HEAD, a browser's prefetch, a link preview) must not use up the one view. */
function oneTime<T>(page: OneTimePage<T>): Route['handle'] {
  return async (ctx, token) => {
    if (ctx.method === 'HEAD') {
      setPageHeaders(ctx);
      ctx.status = 200;
      return;
    }
    if (isLookingAhead(ctx)) {
      ctx.set('Cache-Control', 'no-store');
      sendError(ctx, 503, NO_PREFETCH);
      return;
    }
    const isPlausible = /^[\w-]{8,200}$/.test(token);
    const taken = isPlausible ? await page.take(token) : fail('link.spent');
    if (taken.ok) sendPage(ctx, 200, page.title, page.html(taken.value));
    else sendGone(ctx, describe(taken));
  };
}

function isLookingAhead(ctx: Context): boolean {
  const purpose = `${ctx.get('Sec-Purpose')} ${ctx.get('Purpose')} ${ctx.get('X-Purpose')} ${ctx.get('X-Moz')}`;
  return /prefetch|prerender|preview/i.test(purpose);
}

function sendGone(ctx: Context, words: { readonly zh: string; readonly en: string }): void {
  const html = `<section><p>${escapeHtml(words.zh)}</p><p class="note" lang="en">${escapeHtml(words.en)}</p></section>`;
  sendPage(ctx, 410, '链接已失效', html);
}

function fact(label: string, html: string): string {
  return `<dt>${label}</dt><dd>${html}</dd>`;
}

function contactHtml(view: ContactView): string {
  const digits = view.phone?.replace(/[^\d+]/g, '') ?? '';
  const phone = view.phone === null ? '未留' : `<a href="tel:${digits}">${escapeHtml(view.phone)}</a>`;
  return `<section><dl>${[
    fact('工单编号', escapeHtml(view.number)),
    fact('姓名', escapeHtml(view.name ?? '未留')),
    fact('电话', phone),
    fact('地址', escapeHtml(view.address ?? '未留')),
  ].join('')}</dl></section>
<p class="note">本页只显示一次，查看已记入工单。仅限办理本件使用，请勿截图、转发。</p>`;
}

function tokenHtml(view: { readonly scope: string; readonly token: string }): string {
  const use = view.scope === 'read' ? '只读查询（read）' : `登记诉求，渠道 ${escapeHtml(view.scope)}`;
  return `<section><dl>${[fact('用途', use), fact('令牌', `<code>${escapeHtml(view.token)}</code>`)].join(
    '',
  )}</dl></section>
<p class="note">本页只显示一次，请立即存入对接系统的密钥管理中。请求时放在 Authorization 头：Bearer 加令牌。如有泄露，请联系管理员。</p>`;
}
