import { readConfig } from '../config';
import { startServer } from '../main';

/** `suban serve`: runs until SIGTERM or SIGINT. @returns the exit code */
export async function run(args: { readonly role?: string }): Promise<number> {
  if (args.role !== undefined && args.role !== 'all') {
    console.error(
      '--role 目前只支持 all：分进程运行需要服务器数据库 / only "all" for now: separate roles need a server database',
    );
    return 2;
  }
  const started = await startServer(readConfig(undefined, 'serve'), { tell: (line) => console.error(line) });
  if (!started.ok) {
    for (const problem of started.problems) console.error(problem);
    return 1;
  }
  console.log(`suban ready ${started.value.url}`);
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  await started.value.stop();
  return 0;
}
