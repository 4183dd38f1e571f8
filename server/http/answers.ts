import type { Context } from 'koa';
import type { FieldProblem } from '../app/doors';

/** A refusal before any field was looked at. */
export interface HttpError {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

export const JSON_TYPE = 'application/json; charset=utf-8';
const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Answers with JSON; written here once so that koa need not guess a type for every body. */
export function sendJson(ctx: Context, status: number, body: unknown, type = JSON_TYPE): void {
  ctx.status = status;
  ctx.set('Content-Type', type);
  ctx.body = JSON.stringify(body);
}

/** `{"error":{"code","zh","en"}}` */
export function sendError(ctx: Context, status: number, error: HttpError): void {
  sendJson(ctx, status, { error });
}

/** 422 with every problem by field. */
export function sendProblems(ctx: Context, errors: readonly FieldProblem[]): void {
  const body = { type: 'about:blank', title: '提交的内容有误 / invalid input', status: 422, errors };
  sendJson(ctx, 422, body, PROBLEM_TYPE);
}

export const NOT_FOUND: HttpError = {
  code: 'http.not-found',
  zh: '没有这个地址，请核对链接。',
  en: 'There is nothing at this address. Check the link.',
};
export const NO_TOKEN: HttpError = {
  code: 'http.no-token',
  zh: '缺少令牌或令牌无效。请在 Authorization 头中写 Bearer 加令牌；令牌由管理员用“令牌”命令生成。',
  en: 'The token is missing or unknown. Send "Authorization: Bearer TOKEN"; an administrator makes one with "token".',
};
export const READ_TOKEN_NEEDED: HttpError = {
  code: 'http.read-token-needed',
  zh: '这个接口需要只读令牌，渠道令牌不能查询。请管理员用“令牌 read”生成。',
  en: 'This needs a read token; a channel token cannot query. An administrator makes one with "token read".',
};
export const CHANNEL_TOKEN_NEEDED: HttpError = {
  code: 'http.channel-token-needed',
  zh: '只读令牌不能登记诉求。请管理员用“令牌 渠道代码”生成渠道令牌。',
  en: 'A read token cannot register an appeal. An administrator makes a channel token with "token CHANNEL".',
};
export const OTHER_CHANNEL: HttpError = {
  code: 'http.other-channel',
  zh: '令牌属于另一个渠道，不能以该渠道登记。请改用该渠道的令牌，或去掉 channel。',
  en: 'The token belongs to another channel. Use the token of that channel, or leave "channel" out.',
};
export const TOO_MANY: HttpError = {
  code: 'http.too-many',
  zh: '提交过快，请按 Retry-After 头给出的秒数稍后重试。',
  en: 'Too many requests. Try again after the seconds in Retry-After.',
};
export const TOO_LARGE: HttpError = {
  code: 'http.too-large',
  zh: '内容过大，请减少附件或改为给出附件链接。',
  en: 'The body is too large. Send fewer attachments, or give their links.',
};
export const NOT_UTF8: HttpError = {
  code: 'http.not-utf8',
  zh: '内容不是有效的 UTF-8，请检查发送方的编码。',
  en: 'The body is not valid UTF-8. Check the encoding of the sender.',
};
export const NOT_JSON: HttpError = {
  code: 'http.not-json',
  zh: '内容不是有效的 JSON，请检查格式。',
  en: 'The body is not valid JSON. Check its format.',
};
export const ENCODED_BODY: HttpError = {
  code: 'http.encoded-body',
  zh: '不接受压缩的内容，请去掉 Content-Encoding 后原样发送。',
  en: 'Compressed bodies are not taken. Send it plain, without Content-Encoding.',
};
export const LOCAL_ONLY: HttpError = {
  code: 'http.local-only',
  zh: '时钟只能在本机拨动，请在运行服务的机器上直接访问。',
  en: 'The clock moves only from this machine. Ask it directly where the server runs.',
};
export const NO_PREFETCH: HttpError = {
  code: 'http.no-prefetch',
  zh: '一次性链接不提供预览，请直接打开。',
  en: 'A one-time link is not shown as a preview. Open it.',
};

/** 405 with the methods that do exist. */
export function sendMethodNotAllowed(ctx: Context, allowed: string): void {
  ctx.set('Allow', allowed);
  sendError(ctx, 405, {
    code: 'http.method-not-allowed',
    zh: `这个地址只支持 ${allowed}。`,
    en: `This address takes only ${allowed}.`,
  });
}

/** 500: the sentence names the incident under which the log has the details. */
export function sendFailure(ctx: Context, incident: string): void {
  sendError(ctx, 500, {
    code: 'http.failed',
    zh: `系统出错，未能完成，请稍后重试。仍不行的，请把编号 ${incident} 告知管理员。`,
    en: `Something failed on our side. Try again later, or give the administrator this number: ${incident}.`,
  });
}
