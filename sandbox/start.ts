import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Intake } from './district/intake-client';
import { type District, readDistrict } from './district/read';
import { adminOf, bindAndGrant, chatIdOf, createDistrict, postAppeals, sensibleStart } from './district/seed';
import { isoShanghai, isWorkingDay } from './district/working-days';
import { wordsFor } from './journal-words';
import { Board } from './people/board';
import { PlatformClient } from './people/platform-client';
import { type RunningPlatform, startPlatform } from './platform/server';
import { freePort, Product } from './product';

const { values: flags } = parseArgs({
  options: {
    port: { type: 'string', default: '3000' },
    'platform-port': { type: 'string', default: '4000' },
    data: { type: 'string', default: './data/workspace' },
    fresh: { type: 'boolean', default: false },
    once: { type: 'boolean', default: false },
    quiet: { type: 'boolean', default: false },
  },
});

const say = (line: string) => {
  if (!flags.quiet) console.log(line);
};

interface Running {
  readonly product: Product;
  readonly platform: RunningPlatform;
  readonly client: PlatformClient;
}

/** Starts the local platform, the product and, the first time, the demonstration district on them. */
async function main(): Promise<void> {
  const began = performance.now();
  const folder = resolve(flags.data);
  const marker = join(folder, 'seeded.json');
  // A folder without the marker is a first start that was cut short: half a district helps nobody.
  if (flags.fresh || !existsSync(marker)) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const district = readDistrict();
  const isNew = !existsSync(marker);
  const startAt = isNew ? sensibleStart(Date.now(), isWorkingDay) : undefined;
  say('正在启动本机诉办工作台…… Starting the local workspace…');
  const running = await startBoth(folder, district, startAt);
  stopOnSignal(running);
  try {
    await connect(running);
    if (isNew) writeFileSync(marker, JSON.stringify(await seed(running, district, startAt ?? Date.now())));
  } catch (error) {
    console.error(running.product.stderr());
    await stop(running);
    throw error;
  }
  introduce(running, marker, Math.round(performance.now() - began));
  if (flags.once) return stop(running);
  void running.product.ended.then(() => giveUp(running));
  await follow(running, district);
}

async function startBoth(folder: string, district: District, startAt: number | undefined): Promise<Running> {
  const port = await freePort(Number(flags.port));
  const platformPort = await freePort(Number(flags['platform-port']));
  const platform = await startPlatform({
    port: platformPort,
    state: join(folder, 'platform.jsonl'),
    clockHook: `http://127.0.0.1:${port}/sandbox/clock`,
  });
  const product = new Product({
    folder,
    platformUrl: platform.url,
    port,
    admin: adminOf(district),
    startAt: startAt === undefined ? undefined : isoShanghai(startAt),
  });
  await product.start().catch(async (error: unknown) => {
    await platform.close();
    throw error;
  });
  return { product, platform, client: new PlatformClient(platform.url) };
}

async function connect({ client, product }: Running): Promise<void> {
  await client.setWebhook(product.webhookUrl);
  // The platform takes over the product's time.
  await client.moveClock({ advance: 'PT0S' });
}

async function seed({ client, product }: Running, district: District, now: number): Promise<unknown> {
  say('第一次启动：正在建立人员、群和四十件诉求…… First start: people, groups and forty appeals…');
  await createDistrict(client, district);
  const channels = [...new Set(district.appeals.map((appeal) => appeal.channel))];
  const [commands, byChannel] = await Promise.all([bindAndGrant(client, district), product.tokens(channels)]);
  const numbers = await postAppeals(new Intake(product.url, byChannel), district.appeals, now);
  await showAll(client, numbers);
  const { refused = 0, 'event-failed': failed = 0 } = await client.stats();
  if (refused + failed > 0) throw new Error(`the platform refused ${refused} calls and ${failed} events failed`);
  return { people: district.people.length, chats: district.chats.length, commands, appeals: numbers.length };
}

/** Every appeal is to be seen in the dispatch group before people are let in. */
async function showAll(client: PlatformClient, numbers: readonly string[]): Promise<void> {
  const board = new Board(client);
  const dispatch = chatIdOf('dispatch');
  await board.until('all appeals in the dispatch group', () =>
    numbers.every((number) => board.caseCard(dispatch, number) !== undefined) ? true : undefined,
  );
  await client.moveClock({ advance: 'PT0S' });
}

function introduce({ product, platform }: Running, marker: string, tookMs: number): void {
  const counts = JSON.parse(readFileSync(marker, 'utf8')) as { people: number; chats: number; appeals: number };
  console.log(
    [
      '',
      `诉办已在运行（${(tookMs / 1000).toFixed(1)} 秒）/ suban is running (${(tookMs / 1000).toFixed(1)} s)`,
      `  诉办 product      ${product.url}`,
      `  平台 platform     ${platform.url}    人员 ${counts.people} people · 群 ${counts.chats} groups · 诉求 ${counts.appeals} appeals`,
      '  时间静止，由您拨动 / time stands still until you move it:',
      `    curl -X POST ${platform.url}/sandbox/clock -H 'content-type: application/json' -d '{"advance":"PT2H"}'`,
      '  下面是各群的动静；说话、点击见 docs/sandbox-api.md；按 Ctrl-C 结束。',
      '  What happens in the groups follows here; to speak and click see docs/sandbox-api.md; Ctrl-C stops.',
      '',
    ].join('\n'),
  );
}

/** Tells in the terminal what happens from now on. */
async function follow({ client }: Running, district: District): Promise<void> {
  const names = {
    people: new Map(district.people.map((one) => [one.open_id, one.name])),
    chats: new Map(district.chats.map((chat) => [chatIdOf(chat.key), chat.name])),
  };
  let after = (await client.journalAfter(0)).at(-1)?.seq ?? 0;
  for (;;) {
    for (const entry of await client.journalAfter(after)) {
      after = entry.seq;
      const line = wordsFor(entry, names);
      if (line !== undefined) say(line);
    }
    await new Promise((wait) => setTimeout(wait, 300));
  }
}

async function stop({ product, platform }: Running): Promise<void> {
  await product.stop();
  await platform.close();
}

let isStopping = false;

/** The product ended by itself: its last words are the best explanation there is. */
async function giveUp({ product, platform }: Running): Promise<void> {
  if (isStopping) return;
  console.error(`诉办意外退出 / suban ended unexpectedly\n${product.stderr()}`);
  await platform.close();
  process.exit(1);
}

function stopOnSignal(running: Running): void {
  const end = () => {
    isStopping = true;
    void stop(running).then(() => process.exit(0));
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
