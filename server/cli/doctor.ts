import { CHANNELS } from '../../plugin/channels/registry';
import { readManifest } from '../../plugin/manifest';
import { controlledClock, systemClock } from '../app/clock';
import { DeskBuilder } from '../app/desk';
import { runChecks } from '../commands/chat/doctor';
import type { Config } from '../config';
import { buildCalendar } from '../domain/calendar';
import { publishedHolidays } from '../domain/published-holidays';
import { createLogger } from '../observability/logger';
import { withTool } from './tool';

/** `suban doctor`: the district's checks, then what the platform has granted. @returns 1 when something needs attention */
export async function run(): Promise<number> {
  return withTool(async ({ config, storage, vault, policy }) => {
    const clock =
      config.clock.kind === 'system' ? systemClock : await controlledClock(storage, config.clock.startMs ?? Date.now());
    const calendar = buildCalendar(publishedHolidays());
    const desks = new DeskBuilder({ policy, calendar, clock, secrets: vault, publicUrl: () => config.publicUrl ?? '' });
    const checks = await runChecks(storage.read, await desks.at(storage.read));
    const lines = checks.map((check) => ({ isOk: check.isOk, line: `${check.name}：${check.words}` }));
    lines.push(await platformLine(config));
    for (const { isOk, line } of lines) console.log(`${isOk ? '正常 ok  ' : '需处理 !! '} ${line}`);
    return lines.every(({ isOk }) => isOk) ? 0 : 1;
  });
}

async function platformLine(config: Config): Promise<{ isOk: boolean; line: string }> {
  const { appId, appSecret, domain } = config.feishu;
  if (appId === undefined || appSecret === undefined)
    return { isOk: false, line: '平台：未设置 FEISHU_APP_ID、FEISHU_APP_SECRET / not set' };
  const channel = CHANNELS.feishu({
    appId,
    appSecret,
    domain,
    encryptKey: undefined,
    verificationToken: 'unused',
    logger: createLogger('silent'),
    now: Date.now,
  });
  try {
    const granted = await channel.port.scopes();
    const wanted = readManifest().channels.feishu.scopes;
    const missing = granted === undefined ? [] : wanted.filter((scope: string) => !granted.includes(scope));
    return {
      isOk: missing.length === 0,
      line: missing.length === 0 ? '平台：可连接，权限齐全' : `平台：缺少权限 ${missing.join('、')}`,
    };
  } catch (error) {
    return { isOk: false, line: `平台：不可用 ${String(error).slice(0, 160)}` };
  } finally {
    await channel.close();
  }
}
