import { z } from 'zod';
import manifestJson from '../manifest.json';

const Bilingual = { zh: z.string().min(1), en: z.string().min(1) };
/** The platform's limit of a menu item's key. */
const EVENT_KEY_MAX = 30;
const MENU_NAME_MAX = 60;

const MenuItem = z.strictObject({
  eventKey: z.string().min(1).max(EVENT_KEY_MAX),
  zh: z.string().min(1).max(MENU_NAME_MAX),
  en: z.string().min(1).max(MENU_NAME_MAX),
});

const FeishuNeeds = z.strictObject({
  /** Scopes of the app itself (tenant token). */
  scopes: uniqueStrings(),
  events: uniqueStrings(),
  callbacks: uniqueStrings(),
  /** Three menus of up to five items: what the console takes. */
  botMenu: z.array(z.strictObject({ ...Bilingual, items: z.array(MenuItem).min(1).max(5) })).max(3),
});

const Setting = z
  .strictObject({
    name: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
    required: z.boolean(),
    secret: z.boolean(),
    default: z.string().optional(),
    allowed: z.array(z.string()).optional(),
    ...Bilingual,
  })
  .refine((setting) => setting.default === undefined || (setting.allowed?.includes(setting.default) ?? true), {
    error: 'the default is not one of the allowed values',
    path: ['default'],
  })
  .refine((setting) => !(setting.secret && setting.default !== undefined), {
    error: 'a secret has no default',
    path: ['default'],
  });

const Manifest = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.string().regex(/^\d+\.\d+\.\d+(-[\w.]+)?$/),
  description: z.strictObject(Bilingual),
  channels: z.strictObject({ feishu: FeishuNeeds }),
  /** Every command and card; the registries are held against them. */
  commands: uniquelyNamed(
    z.strictObject({ name: z.string().min(1), kind: z.enum(['case', 'open', 'chat']), ...Bilingual }),
  ),
  cards: uniquelyNamed(z.strictObject({ name: z.string().min(1), ...Bilingual })),
  settings: z.array(Setting),
});

/** What the plugin is and what it needs of each chat platform. */
export type PluginManifest = z.infer<typeof Manifest>;

/** @throws ZodError naming every wrong path of `manifest.json` */
export function readManifest(): PluginManifest {
  return Manifest.parse(manifestJson);
}

/** The check alone, for other sources than the file. */
export function parseManifest(json: unknown): PluginManifest {
  return Manifest.parse(json);
}

function uniquelyNamed<T extends { readonly name: string }>(entry: z.ZodType<T>) {
  return z.array(entry).refine((entries) => new Set(entries.map(({ name }) => name)).size === entries.length, {
    error: 'a name occurs twice',
  });
}

function uniqueStrings() {
  return z
    .array(z.string().min(1))
    .refine((names) => new Set(names).size === names.length, { error: 'a name occurs twice' });
}
