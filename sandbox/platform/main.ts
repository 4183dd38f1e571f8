import { parseArgs } from 'node:util';
import { startPlatform } from './server';

/** Starts the local platform as a process; see docs/sandbox-api.md for the options. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4000' },
      webhook: { type: 'string' },
      state: { type: 'string' },
      'clock-hook': { type: 'string' },
      'app-id': { type: 'string' },
      'app-secret': { type: 'string' },
      'encrypt-key': { type: 'string' },
      'verification-token': { type: 'string' },
      'bot-name': { type: 'string' },
      'retry-schedule-ms': { type: 'string' },
      'uuid-window-ms': { type: 'string' },
    },
  });
  const running = await startPlatform({
    port: Number(values.port),
    webhook: values.webhook,
    state: values.state,
    clockHook: values['clock-hook'],
    appId: values['app-id'],
    appSecret: values['app-secret'],
    encryptKey: values['encrypt-key'],
    verificationToken: values['verification-token'],
    botName: values['bot-name'],
    retryScheduleMs: values['retry-schedule-ms']?.split(',').map(Number),
    uuidWindowMs: values['uuid-window-ms'] === undefined ? undefined : Number(values['uuid-window-ms']),
  });
  console.log(`sandbox ready ${running.url}`);
  const stop = () => {
    void running.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
