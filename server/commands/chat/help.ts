import type { Card, Node } from '../../../cards/card';
import type { Actor } from '../../domain/case';
import type { Policy } from '../../domain/policy';
import { fail, ok } from '../../domain/result';
import type { ChatCommand } from '../command';
import { listWords } from '../views/people';
import { parseTyped, typedInEnglish } from './parse';

type Language = 'zh' | 'en';

const TEXT = {
  zh: {
    title: '帮助',
    everybody: '大家都能用',
    post: '您的岗位可用',
    admin: '管理员',
    more: '看某条命令的用法和例子：帮助 <命令>。群里请先 @ 我，单聊直接发。',
    stranger: '您还没有岗位，请联系管理员在群里发“授权 @您 角色 单位”。',
    who: '可用岗位：',
  },
  en: {
    title: 'Help',
    everybody: 'For everybody',
    post: 'For your roles',
    admin: 'Administrator',
    more: 'Usage and examples of one command: help <command>. In a group mention me first; in the direct chat just type.',
    stranger: 'You hold no role yet. Ask an administrator to send "grant @you ROLE UNIT" in a group.',
    who: 'For: ',
  },
} as const;

/** @param registry every typed command, this one included; read when help is asked for */
export function helpCommand(registry: () => readonly ChatCommand[]): ChatCommand {
  return {
    kind: 'chat',
    name: 'help',
    words: ['帮助', 'help'],
    usage: { zh: '帮助 [命令]', en: 'help [command]' },
    help: {
      zh: '看您能用的命令，或一条命令的例子\n帮助\n帮助 绑定',
      en: 'What you may do, or one command in detail\nhelp\nhelp bind',
    },
    roles: [],
    async run({ typed, actor, desk }) {
      const language: Language = typedInEnglish(typed.text) ? 'en' : 'zh';
      if (typed.rest.trim() === '')
        return ok({ answer: { card: overview(registry(), actor, language) }, where: 'here' });
      const asked = parseTyped(typed.rest, registry());
      if (asked.kind === 'command')
        return ok({ answer: { card: detail(asked.command, desk.policy, language) }, where: 'here' });
      const words =
        asked.suggestions.length > 0 ? asked.suggestions : registry().map((command) => command.words[0] ?? '');
      return fail('chat.help-unknown', { word: asked.word, candidates: words.join('、') });
    },
  };
}

function overview(registry: readonly ChatCommand[], actor: Actor, language: Language): Card {
  const text = TEXT[language];
  const may = registry.filter(
    (command) => command.roles.length === 0 || actor.roles.some((grant) => command.roles.includes(grant.role)),
  );
  const isAdminOnly = (command: ChatCommand) => command.roles.length === 1 && command.roles[0] === 'admin';
  const groups = [
    { title: text.post, commands: may.filter((command) => command.roles.length > 0 && !isAdminOnly(command)) },
    { title: text.admin, commands: may.filter(isAdminOnly) },
    { title: text.everybody, commands: may.filter((command) => command.roles.length === 0) },
  ].filter((group) => group.commands.length > 0);
  const body: Node[] = actor.roles.length === 0 ? [line(text.stranger)] : [];
  for (const group of groups) {
    body.push({ kind: 'text', spans: [{ text: group.title, bold: true }] });
    body.push(line(group.commands.map((command) => summaryLine(command, language)).join('\n')));
  }
  body.push({ kind: 'text', spans: [{ text: text.more }], size: 'small' });
  return { summary: text.title, header: { title: text.title, tone: 'wathet', tags: [] }, body };
}

/** The usage with one example where it takes arguments: `绑定 <用途>：…，如“绑定 派单”`. */
function summaryLine(command: ChatCommand, language: Language): string {
  const [first = '', ...examples] = command.help[language].split('\n');
  const usage = command.usage[language];
  const example = examples.find((one) => one !== usage && one.includes(' '));
  if (example === undefined) return language === 'zh' ? `${usage}：${first}` : `${usage}: ${first}`;
  return language === 'zh' ? `${usage}：${first}，如“${example}”` : `${usage}: ${first}, e.g. "${example}"`;
}

function detail(command: ChatCommand, policy: Policy, language: Language): Card {
  const text = TEXT[language];
  const [first = '', ...examples] = command.help[language].split('\n');
  const roles = listWords(command.roles.map((role) => policy.roles[role]))[language];
  const who = roles === '' ? text.everybody : `${text.who}${roles}`;
  const title = `${text.title} · ${command.words.join(' / ')}`;
  return {
    summary: title,
    header: { title, tone: 'wathet', tags: [] },
    body: [
      { kind: 'text', spans: [{ text: command.usage[language], bold: true }] },
      line(first),
      { kind: 'quote', text: examples.join('\n') },
      { kind: 'text', spans: [{ text: who }], size: 'small' },
    ],
  };
}

function line(text: string): Node {
  return { kind: 'text', spans: [{ text }] };
}
