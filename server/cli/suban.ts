#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander';
import manifest from '../../package.json';
import { run as runDeadline } from './deadline';

/** 0 done · 1 refused or failed · 2 bad usage. Results go to stdout, everything else to stderr. */
type ExitCode = number;

/**
 * Actions that need database or server are loaded when called: `deadline` and `--help` need neither. A dynamic import
 * stays one in the compiled output, where Node wants the extension; tsx and tsc map it to the .ts file.
 */
function program(finish: (code: ExitCode) => void): Command {
  const suban = new Command('suban')
    .description(
      '诉办：一个区的诉求，从六个渠道到有据可查的答复\nsuban: appeals of a district, from six channels to a proven answer',
    )
    .version(manifest.version, '-V, --version', '显示版本 / print the version')
    .helpOption('-h, --help', '显示帮助 / show help')
    .helpCommand('help [command]', '显示某个命令的帮助 / show help for a command')
    .showHelpAfterError('（加 --help 查看用法 / add --help to see how）')
    .exitOverride();

  suban
    .command('serve')
    .description('启动服务，先自动升级数据库 / serve; applies pending migrations first')
    .addOption(
      new Option('--role <role>', '网页端、后台或两者 / web, worker or both')
        .choices(['all', 'web', 'worker'])
        .default('all'),
    )
    .action(async ({ role }: { role: string }) => finish(await (await import('./serve.js')).run({ role })));

  suban
    .command('token')
    .description('生成接口令牌，只在最后一行显示一次 / make an access token, alone on the last line')
    .argument('<scope>', '渠道代码，或 read / a channel code, or read')
    .action(async (scope: string) => finish(await (await import('./token.js')).run({ scope })));

  suban
    .command('deadline')
    .description('计算时限；不需要数据库和任何变量 / compute due dates; needs no database and no variable')
    .option('--jsonl', '逐行读取 JSON，逐行作答 / one JSON question a line in, one answer a line out')
    .option('--rule <id>', '时限规则 / deadline rule, e.g. hotline.reply')
    .option('--received <iso>', '收到时间 / instant of receipt, e.g. 2026-03-02T09:00:00+08:00')
    .option('--statutory-days <n>', '法定时限（工作日） / statutory limit in working days')
    .addOption(new Option('--level <level>', '级别 / level').choices(['city', 'district']))
    .addOption(new Option('--session <session>', '提出时间 / how tabled').choices(['at-session', 'between-sessions']))
    .option('--handed-over-at <iso>', '交办时间 / instant of the hand-over')
    .action(async (options: Readonly<Record<string, never>>) => finish(await runDeadline(options)));

  suban
    .command('audit')
    .description('审计 / audit')
    .command('verify')
    .description('逐条核对日志链，报告条数或第一处断裂 / check the log chain: count, or the first broken entry')
    .action(async () => finish(await (await import('./audit.js')).run()));

  suban
    .command('doctor')
    .description('自检：设置、数据库、平台权限 / check settings, database and platform')
    .action(async () => finish(await (await import('./doctor.js')).run()));

  return suban;
}

/** Runs one command line. Never rejects: a crash is told on stderr and is exit code 1. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = 0;
  try {
    await program((result) => {
      code = result;
    }).parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version that were asked for end by exception too, with 0; help for want of a command is bad usage.
      return error.exitCode === 0 ? 0 : 2;
    }
    process.stderr.write(
      `未能完成 / failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return 1;
  }
  return code;
}

if (require.main === module) {
  // `suban … | head` closes the pipe early; that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  void main(process.argv.slice(2)).then((code) => {
    process.stdout.write('', () => process.exit(code));
  });
}
