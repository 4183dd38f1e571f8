import { z } from 'zod';
import { type Answer, badRequest, json } from './answers';
import { durationMs } from './clock';
import { reading } from './people-routes';
import type { Platform } from './platform';
import type { Router } from './router';
import { parseJson } from './sending';

const clockBody = z.object({ now: z.string().optional(), advance: z.string().optional() });
const hookAnswer = z.object({ now: z.string() });
const webhookBody = z.object({ url: z.url({ protocol: /^https?$/ }) });
const faultBody = z.object({
  api: z.string().min(1),
  times: z.number().int().min(0).default(1),
  mode: z.enum(['error', 'drop-response', 'delay', 'accept-then-drop']),
  http: z.number().int().min(400).max(599).optional(),
  code: z.number().int().optional(),
  msg: z.string().optional(),
  ms: z.number().int().min(0).max(60_000).optional(),
});

const HOOK_TIMEOUT_MS = 15 * 60 * 1000;
const MAX_ENTRIES = 1000;

/** Registers what a developer steers and watches: journal, clock, webhook, faults, totals. */
export function registerControl(platform: Platform, router: Router): void {
  const { journal, state } = platform;
  router.on('GET', '/sandbox/journal', ({ query }) => {
    const after = Number(query.get('after') ?? 0) || 0;
    const limit = Math.min(MAX_ENTRIES, Number(query.get('limit') ?? 200) || 200);
    const entries = journal.after(after, limit);
    return json({ entries, next: entries.at(-1)?.seq ?? after });
  });
  router.on('GET', '/sandbox/clock', () =>
    json({ now: new Date(platform.clock.now()).toISOString(), controlled: platform.clock.isControlled }),
  );
  router.on('POST', '/sandbox/clock', (call) => reading(clockBody, call, (body) => moveClock(platform, body)));
  router.on('POST', '/sandbox/webhook', (call) =>
    reading(webhookBody, call, async ({ url }) => {
      const problem = await platform.push.setWebhook(url);
      if (problem !== undefined) return badRequest(problem);
      platform.store.put('meta', 'webhook', url);
      return json({ url });
    }),
  );
  router.on('POST', '/sandbox/faults', (call) =>
    reading(faultBody, call, ({ times, ...fault }) => {
      platform.faults.prepare(fault, times);
      return json({ ...fault, times });
    }),
  );
  router.on('GET', '/sandbox/stats', () => {
    const totals = journal.totals();
    return json({
      users: state.users.size,
      chats: state.chats.size,
      messages: state.messages.size,
      refused: totals.refused ?? 0,
      events: totals.event ?? 0,
      journal: totals,
      webhook: platform.push.url ?? null,
    });
  });
}

async function moveClock(platform: Platform, body: z.infer<typeof clockBody>): Promise<Answer> {
  const { clockHook } = platform.settings;
  if (clockHook === undefined) return moveOwnClock(platform, body);
  platform.clock.beginMove();
  const response = await askHook(clockHook, body);
  const posted = platform.clock.endMove();
  if (response === undefined) return badRequest(`the clock hook ${clockHook} cannot be reached`, 502);
  const moved = response.status === 200 ? hookAnswer.safeParse(response.body) : undefined;
  if (moved?.success) {
    adopt(platform, Date.parse(moved.data.now));
    ageFromHere(platform, posted);
  }
  return response;
}

function ageFromHere(platform: Platform, messageIds: readonly string[]): void {
  for (const id of messageIds) {
    const message = platform.state.messages.get(id);
    if (message === undefined) continue;
    message.aged_from = platform.clock.now();
    platform.state.saveMessage(message);
  }
}

async function askHook(url: string, body: unknown): Promise<Answer | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(HOOK_TIMEOUT_MS),
    });
    const text = await response.text();
    return json(parseJson(text) ?? { error: text }, response.status);
  } catch {
    return undefined;
  }
}

function moveOwnClock(platform: Platform, body: z.infer<typeof clockBody>): Answer {
  const target =
    body.now === undefined
      ? platform.clock.now() + (durationMs(body.advance ?? '') ?? Number.NaN)
      : Date.parse(body.now);
  if (Number.isNaN(target)) return badRequest('give now as an ISO instant, or advance as an ISO duration such as PT2H');
  adopt(platform, target);
  return json({ now: new Date(target).toISOString() });
}

function adopt(platform: Platform, epochMs: number): void {
  if (Number.isNaN(epochMs)) return;
  platform.clock.set(epochMs);
  platform.store.put('meta', 'clock', epochMs);
  platform.journal.add('clock', { now: new Date(epochMs).toISOString() });
}
