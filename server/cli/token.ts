import { withTool } from './tool';

/** `suban token CHANNEL|read`: a new token, alone on the last line of stdout. */
export async function run(args: { readonly scope?: string }): Promise<number> {
  return withTool(async ({ storage, vault, policy }) => {
    const scope = args.scope ?? '';
    const known = [
      'read',
      ...policy.channels.filter((channel) => channel.parent === undefined).map((channel) => channel.code),
    ];
    const all = [
      ...known,
      ...policy.channels.flatMap((channel) => (channel.parent === undefined ? [] : [channel.code])),
    ];
    if (!all.includes(scope)) {
      console.error(
        `没有渠道“${scope}”，可用：${all.join('、')} / unknown channel "${scope}". Known: ${all.join(', ')}`,
      );
      return 1;
    }
    const token = vault.randomToken();
    await storage.write((stores) =>
      stores.tokens.add({ hash: vault.fingerprint('token', token), scope, createdAt: Date.now() }),
    );
    console.log(token);
    return 0;
  });
}
