import { Session } from 'node:inspector/promises';
import { writeFileSync } from 'node:fs';
import { loadPack } from '../plugin/packs/load';
import { ProductDoors } from '../server/app/product-doors';
import { DeskBuilder } from '../server/app/desk';
import { systemClock } from '../server/app/clock';
import { Vault } from '../server/app/vault';
import { buildCalendar } from '../server/domain/calendar';
import { publishedHolidays } from '../server/domain/published-holidays';
import { openSqlite } from '../server/storage/sqlite/storage';
import { furnish } from './district';
import { inFolder } from './throughput';
import { letter, phone } from './letters';
void inFolder(async (folder) => {
  const pack = loadPack('laishan'); if (!pack.ok) throw 1;
  const storage = await openSqlite(folder + '/x.db');
  const vault = new Vault(Buffer.alloc(32, 1));
  await furnish({ storage, vault, policy: pack.value }, (p) => p);
  const desks = new DeskBuilder({ policy: pack.value, calendar: buildCalendar(publishedHolidays()), clock: systemClock, secrets: vault, publicUrl: () => 'http://x' });
  const noop = () => undefined;
  const app = { storage, desks, vault, queue: { ring: noop }, logger: { info: noop, warn: noop, error: noop, debug: noop }, metrics: { count: noop, gauge: noop, observe: noop } } as never;
  const doors = new ProductDoors(app);
  const session = new Session(); session.connect();
  let n = 0;
  for (let round = 0; round < Number(process.argv[2] ?? 8); round += 1) {
    if (round === 5 && process.argv[3]) { await session.post('Profiler.enable'); await session.post('Profiler.start'); }
    const c0 = process.cpuUsage(); const t0 = performance.now();
    for (let k = 0; k < 32; k += 1) {
      await Promise.all(Array.from({ length: 32 }, () => { n += 1; return doors.register('hotline-12345', `k${n}`, { source_id: `s${n}`, content: letter(n), name: '测试人', phone: phone(n) }); }));
    }
    const c = process.cpuUsage(c0);
    console.log(round, 'cpu us/op', ((c.user + c.system) / 1024).toFixed(0), 'user', (c.user / 1024).toFixed(0), 'wall', ((performance.now() - t0) * 1000 / 1024).toFixed(0));
  }
  if (process.argv[3]) { const { profile } = await session.post('Profiler.stop'); writeFileSync(process.argv[3], JSON.stringify(profile)); }
  await storage.close();
});
