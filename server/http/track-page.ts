import type { Context } from 'koa';
import type { Doors, TrackView } from '../app/doors';
import { escapeHtml, sendPage } from './page';
import type { Route } from './router';

/** The appellant's page (X6): one column, next date first, the reply in full; works at 320 px and without script. */
export function trackRoute(doors: Doors): Route {
  return {
    method: 'GET',
    path: '/track/:code',
    handle: async (ctx: Context, code: string) => {
      const view = /^[\w-]{8,64}$/.test(code) ? await doors.track(code) : undefined;
      if (view) sendPage(ctx, 200, `诉求 ${view.number}`, html(view));
      else
        sendPage(
          ctx,
          404,
          '没有找到这件诉求',
          '<section><p>请核对查询链接是否完整；仍打不开请拨打 12345。</p><p class="note" lang="en">Not found. Check that the link is complete, or call 12345.</p></section>',
        );
    },
  };
}

function html(view: TrackView): string {
  const steps = view.steps.map(
    (step) => `<li${step.isReached ? ' aria-current="step"' : ''}>${step.isReached ? '●' : '○'} ${step.word}</li>`,
  );
  const facts = [
    ...(view.promise === null ? [] : [fact('承诺答复办结时间', view.promise)]),
    fact('现在', view.sentence),
    ...(view.redirect === null ? [] : [fact('可以向这里反映', view.redirect)]),
  ];
  const reply =
    view.reply === null
      ? ''
      : `<section><dl>${fact(view.redirect === null ? '答复' : '理由', view.reply)}</dl></section>`;
  return `<section><dl>${facts.join('')}</dl><ol>${steps.join('')}</ol></section>${reply}
<p class="note">本页不含个人信息。对办理有疑问，请拨打 12345 并报诉求编号。</p>`;
}

function fact(label: string, text: string): string {
  return `<dt>${label}</dt><dd>${escapeHtml(text).replaceAll('\n', '<br>')}</dd>`;
}
