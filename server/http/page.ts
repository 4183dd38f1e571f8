import { createHash } from 'node:crypto';
import type { Context } from 'koa';

const STYLE = `
*{box-sizing:border-box}
body{margin:0;background:#f5f6f7;color:#1f2329;font:16px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif}
main{max-width:30rem;margin:0 auto;padding:1.5rem 1rem}
h1{font-size:1.25rem;line-height:1.4;margin:0 0 1rem}
section{background:#fff;border:1px solid #dee0e3;border-radius:.5rem;padding:1rem}
dl{margin:0}
dt{color:#51565d;font-size:.875rem}
dd{margin:0 0 .75rem;font-size:1.125rem;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
dd:last-child{margin-bottom:0}
code{font:1rem/1.5 ui-monospace,Menlo,Consolas,monospace;user-select:all}
a{color:#1456f0}
a:focus-visible{outline:2px solid #1456f0;outline-offset:2px}
ol{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:1rem 0 0;padding:0;color:#51565d}
ol [aria-current]{color:#1f2329;font-weight:600}
section+section{margin-top:1rem}
p{margin:.75rem 0 0}
.note{color:#51565d;font-size:.875rem}
@media (prefers-color-scheme:dark){body{background:#1a1a1a;color:#ebebeb}section{background:#292929;border-color:#434343}dt,.note,ol{color:#b3b3b3}ol [aria-current]{color:#ebebeb}a{color:#8fb4ff}}
`;
/** The hash allows this very style sheet and nothing else: no script, no image, no frame, no form. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Makes any text safe as HTML text or quoted attribute value. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/** Headers of a page for one pair of eyes: never stored, never sent on as referrer, never indexed. */
export function setPageHeaders(ctx: Context): void {
  ctx.set({
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': POLICY,
    'Cache-Control': 'no-store',
    'X-Robots-Tag': 'noindex, nofollow, noarchive',
    'X-Frame-Options': 'DENY',
  });
}

/** @param html the content, escaped by its writer */
export function sendPage(ctx: Context, status: number, title: string, html: string): void {
  ctx.status = status;
  setPageHeaders(ctx);
  const safeTitle = escapeHtml(title);
  ctx.body = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>${safeTitle}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${safeTitle}</h1>
${html}
</main>
</body>
</html>
`;
}
