import type { ChannelPort, Receiver, WebhookPort } from '../../server/ports/channel';
import type { ChannelLogger } from './feishu/log';
import { createFeishuChannel } from './feishu/send';
import { createWebhook } from './feishu/webhook';

/** What any channel needs from the settings: the app, its secrets, and where the platform is. */
export interface ChannelSettings {
  readonly appId: string;
  readonly appSecret: string;
  readonly domain: string;
  readonly encryptKey?: string | undefined;
  readonly verificationToken?: string | undefined;
  readonly logger: ChannelLogger;
  /** System time in epoch ms: signatures and tokens never follow the product's clock. */
  readonly now: () => number;
}

/** A chat platform: how the product speaks to it, and how it speaks to the product. */
export interface Channel {
  readonly port: ChannelPort;
  webhook(receiver: Receiver): WebhookPort;
  close(): Promise<void>;
}

export type ChannelFactory = (settings: ChannelSettings) => Channel;

/** Every chat platform, one line each. */
export const CHANNELS: Readonly<Record<'feishu', ChannelFactory>> = {
  feishu: (settings) => {
    const port = createFeishuChannel(settings);
    return {
      port,
      webhook: (receiver) => createWebhook({ ...settings, receiver, self: () => port.self() }),
      close: () => port.close(),
    };
  },
};
