import { EACH_STREET } from './build';
import { type NodePath, type PackProblem, type Positioned, problemAt } from './problems';
import type { PackContents, PackFile } from './schema';

type Report = (file: PackFile, path: NodePath, zh: string, en: string) => void;
type Content<F extends PackFile> = PackContents[F] | undefined;

/**
 * What no single file can show: references between files, uniqueness, and the district's own promises.
 * A file that failed its schema is left out, so one mistake is reported once.
 */
export function checkPack(
  contents: Partial<PackContents>,
  sources: ReadonlyMap<PackFile, Positioned>,
): readonly PackProblem[] {
  const problems: PackProblem[] = [];
  const report: Report = (file, path, zh, en) => {
    const source = sources.get(file);
    if (source !== undefined) problems.push(problemAt(source, path, { zh, en }));
  };
  const units = contents['units.yaml'];
  const channels = contents['channels.yaml'];
  checkHours(contents['pack.yaml'], report);
  checkUnits(units, report);
  checkChannels(channels, units, report);
  checkRules(contents['deadlines.yaml'], channels, report);
  checkCatalogue(contents['catalogue.yaml'], units, report);
  checkGrid(contents['grid.yaml'], units, report);
  return problems;
}

function checkHours(pack: Content<'pack.yaml'>, report: Report): void {
  let last = '';
  pack?.office_hours.forEach((interval, index) => {
    if (interval.from >= interval.to || interval.from < last) {
      report(
        'pack.yaml',
        ['office_hours', index],
        `办公时间段 ${interval.from}-${interval.to} 颠倒或与前段重叠，应按先后排列`,
        `office hours ${interval.from}-${interval.to} are reversed or overlap the previous interval`,
      );
    }
    last = interval.to;
  });
}

function checkUnits(file: Content<'units.yaml'>, report: Report): void {
  if (file === undefined) return;
  unique(
    file.units.map((unit) => unit.code),
    (index, value) =>
      report('units.yaml', ['units', index, 'code'], `单位代码 ${value} 重复`, `unit code ${value} is used twice`),
  );
  unique(
    file.units.map((unit) => unit.short),
    (index, value) =>
      report('units.yaml', ['units', index, 'short'], `单位简称 ${value} 重复`, `short name ${value} is used twice`),
  );
  const tops = file.units.filter((unit) => unit.level === 'top').length;
  if (tops !== 1) {
    report(
      'units.yaml',
      ['units'],
      `应恰有一个 level: top 的单位，现有 ${tops} 个`,
      `exactly one unit must have level: top, found ${tops}`,
    );
  }
}

function checkChannels(file: Content<'channels.yaml'>, units: Content<'units.yaml'>, report: Report): void {
  if (file === undefined) return;
  const codes = file.channels.map((channel) => channel.code);
  unique(codes, (index, value) =>
    report(
      'channels.yaml',
      ['channels', index, 'code'],
      `渠道代码 ${value} 重复`,
      `channel code ${value} is used twice`,
    ),
  );
  file.channels.forEach((channel, index) => {
    if (channel.parent !== undefined && (!codes.includes(channel.parent) || channel.parent === channel.code)) {
      missing(report, 'channels.yaml', ['channels', index, 'parent'], {
        what: ['渠道', 'channel'],
        value: channel.parent,
        allowed: codes,
      });
    }
    const leads = units?.units.filter((unit) => unit.level === 'lead' || unit.level === 'top').map((unit) => unit.code);
    if (leads !== undefined && !leads.includes(channel.lead)) {
      missing(report, 'channels.yaml', ['channels', index, 'lead'], {
        what: ['牵头单位', 'lead unit'],
        value: channel.lead,
        allowed: leads,
      });
    }
  });
}

function checkRules(file: Content<'deadlines.yaml'>, channels: Content<'channels.yaml'>, report: Report): void {
  if (file === undefined) return;
  unique(
    file.rules.map((rule) => rule.id),
    (index, value) =>
      report('deadlines.yaml', ['rules', index, 'id'], `规则编号 ${value} 重复`, `rule id ${value} is used twice`),
  );
  const codes = channels?.channels.map((channel) => channel.code);
  file.rules.forEach((rule, index) => {
    const at = (key: string): NodePath => ['rules', index, key];
    if (codes !== undefined && !codes.includes(rule.channel)) {
      missing(report, 'deadlines.yaml', at('channel'), {
        what: ['渠道', 'channel'],
        value: rule.channel,
        allowed: codes,
      });
    }
    if ((rule.clock === 'resolve') !== (rule.stop === 'resolved')) {
      report(
        'deadlines.yaml',
        at('stop'),
        `${rule.id} 的 clock 为 ${rule.clock}，stop 不能是 ${rule.stop}（resolve 对 resolved，respond 对 contacted 或 replied）`,
        `${rule.id}: clock ${rule.clock} cannot stop at ${rule.stop} (resolve: resolved; respond: contacted or replied)`,
      );
    }
    checkPromise(rule, (zh, en) => report('deadlines.yaml', at('budget'), zh, en));
  });
  codes?.forEach((code, index) => {
    if (file.rules.some((rule) => rule.channel === code)) return;
    report(
      'channels.yaml',
      ['channels', index, 'code'],
      `渠道 ${code} 在 deadlines.yaml 中没有时限规则`,
      `channel ${code} has no rule in deadlines.yaml`,
    );
  });
}

/** The district promises at least 30 % off every base limit; compared in integers so 0.7 is exact. */
function checkPromise(
  rule: PackContents['deadlines.yaml']['rules'][number],
  say: (zh: string, en: string) => void,
): void {
  const { base, budget } = rule;
  if (base === undefined) return;
  if (!('count' in budget) || budget.unit !== base.unit) {
    say(
      `${rule.id} 的 base 单位为 ${base.unit}，与 budget 不一致，无法比较`,
      `${rule.id}: base is in ${base.unit}, budget is not; they cannot be compared`,
    );
  } else if (budget.count * 10 > base.count * 7) {
    const most = Math.floor((base.count * 7) / 10);
    say(
      `${rule.id} 承诺 ${budget.count}，应压减 30% 以上，至多 ${most}`,
      `${rule.id} promises ${budget.count}; at least 30 % less than ${base.count} is at most ${most}`,
    );
  }
}

function checkCatalogue(file: Content<'catalogue.yaml'>, units: Content<'units.yaml'>, report: Report): void {
  if (file === undefined) return;
  unique(
    file.items.map((item) => item.code),
    (index, value) =>
      report('catalogue.yaml', ['items', index, 'code'], `事项代码 ${value} 重复`, `item code ${value} is used twice`),
  );
  const handling = units?.units.filter((unit) => unit.handles).map((unit) => unit.code);
  file.items.forEach((item, index) => {
    unique(item.keywords, (_, value) =>
      report(
        'catalogue.yaml',
        ['items', index, 'keywords'],
        `关键词 ${value} 重复`,
        `keyword ${value} is listed twice`,
      ),
    );
    if (handling === undefined) return;
    if (item.unit !== EACH_STREET && !handling.includes(item.unit)) {
      missing(report, 'catalogue.yaml', ['items', index, 'unit'], {
        what: ['承办单位', 'handling unit'],
        value: item.unit,
        allowed: [EACH_STREET, ...handling],
      });
    }
    item.co.forEach((co, at) => {
      if (handling.includes(co) && co !== item.unit) return;
      missing(report, 'catalogue.yaml', ['items', index, 'co', at], {
        what: ['协办单位', 'co-unit'],
        value: co,
        allowed: handling.filter((code) => code !== item.unit),
      });
    });
  });
}

function checkGrid(file: Content<'grid.yaml'>, units: Content<'units.yaml'>, report: Report): void {
  if (file === undefined) return;
  const streets = units?.units.filter((unit) => unit.level === 'street').map((unit) => unit.code);
  const known = (street: string, path: NodePath) => {
    if (streets === undefined || streets.includes(street)) return;
    missing(report, 'grid.yaml', path, { what: ['街道', 'street'], value: street, allowed: streets });
  };
  const streetOf = new Map<string, string>();
  for (const [street, named] of Object.entries(file.communities)) {
    known(street, ['communities', street]);
    for (const code of Object.keys(named)) {
      if (streetOf.has(code))
        report(
          'grid.yaml',
          ['communities', street, code],
          `社区代码 ${code} 重复`,
          `community ${code} is listed twice`,
        );
      streetOf.set(code, street);
    }
  }
  unique(
    file.posts.map((post) => post.code),
    (index, value) =>
      report('grid.yaml', ['posts', index, 'code'], `网格代码 ${value} 重复`, `grid post ${value} is listed twice`),
  );
  const coveredBy = new Map<string, string>();
  file.posts.forEach((post, index) => {
    known(post.street, ['posts', index, 'street']);
    post.communities.forEach((code, at) => {
      const path: NodePath = ['posts', index, 'communities', at];
      const street = streetOf.get(code);
      const other = coveredBy.get(code);
      if (street === undefined)
        report('grid.yaml', path, `没有代码为 ${code} 的社区（村）`, `there is no community ${code}`);
      else if (street !== post.street)
        report(
          'grid.yaml',
          path,
          `${code} 属于 ${street}，不属于 ${post.street}`,
          `${code} belongs to ${street}, not ${post.street}`,
        );
      if (other !== undefined)
        report(
          'grid.yaml',
          path,
          `${code} 已由网格 ${other} 覆盖，只能属一个网格`,
          `${code} is already covered by ${other}; a community belongs to one post`,
        );
      coveredBy.set(code, post.code);
    });
  });
  for (const [code, street] of streetOf) {
    if (!coveredBy.has(code))
      report(
        'grid.yaml',
        ['communities', street, code],
        `社区（村）${code} 没有网格覆盖`,
        `community ${code} is covered by no grid post`,
      );
  }
}

interface Reference {
  readonly what: readonly [zh: string, en: string];
  readonly value: string;
  readonly allowed: readonly string[];
}

function missing(report: Report, file: PackFile, path: NodePath, reference: Reference): void {
  const { what, value, allowed } = reference;
  report(
    file,
    path,
    `${what[0]} ${value} 不可用，可用：${allowed.join('、')}`,
    `${what[1]} ${value} is not available; allowed: ${allowed.join(', ')}`,
  );
}

function unique(values: readonly string[], onRepeat: (index: number, value: string) => void): void {
  const seen = new Set<string>();
  values.forEach((value, index) => {
    if (seen.has(value)) onRepeat(index, value);
    seen.add(value);
  });
}
