import type { ClickAnswer } from '../../../server/ports/channel';
import type { FeishuCard } from './card-json';
import { clip } from './literal';
import { renderCard } from './render-card';

/** Body of the answer to `card.action.trigger`; `{}` acknowledges without a change. */
export interface FeishuClickAnswer {
  readonly toast: {
    readonly type: ClickAnswer['toast']['kind'];
    readonly content: string;
    readonly i18n: { readonly zh_cn: string; readonly en_us: string };
  };
  readonly card?: { readonly type: 'raw'; readonly data: FeishuCard };
}

const TOAST_MAX = 300;

export const CLICK_FAILED: ClickAnswer = {
  toast: {
    kind: 'error',
    zh: '系统繁忙，未保存，请稍后重试。',
    en: 'The system is busy and nothing was saved. Please try again later.',
  },
};

export const CLICK_PENDING: ClickAnswer = {
  toast: { kind: 'info', zh: '正在处理，卡片稍后更新。', en: 'In progress; the card will follow.' },
};

/** @throws RangeError when the card is above the platform's limits */
export function renderClickAnswer(answer: ClickAnswer): FeishuClickAnswer {
  const { kind, zh, en } = answer.toast;
  const toast = {
    type: kind,
    content: clip(zh, TOAST_MAX),
    i18n: { zh_cn: clip(zh, TOAST_MAX), en_us: clip(en, TOAST_MAX) },
  };
  return answer.card === undefined ? { toast } : { toast, card: { type: 'raw', data: renderCard(answer.card) } };
}
