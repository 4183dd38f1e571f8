import packageJson from '../package.json';
import { EVENT_TYPES } from './channels/feishu/normalise';
import { CHANNELS } from './channels/registry';
import { parseManifest, readManifest } from './manifest';

describe('manifest', () => {
  it('is well formed and has the version of the package', () => {
    const manifest = readManifest();
    expect([manifest.name, manifest.version]).toEqual([packageJson.name, packageJson.version]);
  });

  it('describes every registered channel, and no other', () => {
    expect(Object.keys(readManifest().channels)).toEqual(Object.keys(CHANNELS));
  });

  it('subscribes to exactly what the channel reads', () => {
    const { events, callbacks } = readManifest().channels.feishu;
    expect([...events, ...callbacks].sort()).toEqual([...EVENT_TYPES].sort());
  });

  it('has no menu key twice', () => {
    const keys = readManifest().channels.feishu.botMenu.flatMap((menu) => menu.items.map((item) => item.eventKey));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('refuses unknown keys and doubled names', () => {
    const manifest = readManifest();
    expect(() => parseManifest({ ...manifest, extra: 1 })).toThrow();
    const claim = { name: 'claim-case', kind: 'case', zh: '签收', en: 'Claim' };
    expect(() => parseManifest({ ...manifest, commands: [claim, claim] })).toThrow(/twice/);
  });
});
