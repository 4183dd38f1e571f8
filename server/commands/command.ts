import type { z } from 'zod';
import type { Card, Choice, Confirm } from '../../cards/card';
import type { WorkCalendar } from '../domain/calendar';
import type { Actor, CaseState, LogDraft, PrivateData } from '../domain/case';
import type { Permit } from '../domain/permissions';
import type { Policy, Words } from '../domain/policy';
import type { Result } from '../domain/result';
import type { Roster } from '../domain/roster';
import type { Suggester } from '../domain/suggest-unit';
import type { Person } from '../ports/channel';
import type { Stores } from '../ports/storage';

/** What every command may know besides the case: the rules, the calendar, who holds which post, and the time. */
export interface Desk {
  readonly policy: Policy;
  readonly calendar: WorkCalendar;
  readonly roster: Roster;
  readonly suggester: Suggester;
  /** Business time, epoch ms. */
  readonly now: number;
  readonly publicUrl: string;
  readonly secrets: Secrets;
}

/** The few operations on personal data and tokens that commands need; keys stay inside. */
export interface Secrets {
  open(stored: { readonly wrappedKey: string; readonly cipher: string }): PrivateData;
  openText(stored: { readonly wrappedKey: string }, cipher: string): string;
  /** Keyed hash for finding; the same input gives the same hash on this installation only. */
  fingerprint(kind: 'phone' | 'name' | 'tracking' | 'token' | 'ticket', value: string): string;
  randomToken(): string;
  /** For words that must lie in the database for a while, e.g. a message not yet sent. */
  seal(text: string): string;
  unseal(sealed: string): string;
}

/** Where a message goes; resolved by the shell, which climbs one level where a chat is unbound (D17). */
export type Place = { readonly purpose: string } | { readonly chat: string } | { readonly person: string };

/** What a decision wants shown. Live cards of the case that exist already are refreshed without being named here. */
export type Post =
  | { readonly kind: 'case-card'; readonly at: Place }
  | { readonly kind: 'live'; readonly subject: string; readonly at: Place }
  | { readonly kind: 'card'; readonly at: Place; readonly card: Card }
  | { readonly kind: 'text'; readonly at: Place; readonly text: string }
  | { readonly kind: 'thread'; readonly messageId: string; readonly chat: string; readonly card: Card };

export interface Outcome {
  readonly next: CaseState;
  readonly log: readonly LogDraft[];
  readonly post?: readonly Post[];
  /** A one-time link that opens what this act allows. */
  readonly ticket?: {
    readonly kind: string;
    readonly hash: string;
    readonly payload: string;
    readonly validMs: number;
  };
}

/** One field of a command's form; `name` is the contract's field word. */
export interface FieldSpec {
  readonly name: string;
  readonly label: string;
  readonly required: boolean;
  readonly kind: 'text' | 'long-text' | 'select' | 'multi-select' | 'person' | 'date' | 'datetime';
  readonly options?: readonly Choice[];
  readonly initial?: string;
  readonly placeholder?: string;
}

export interface FormSpec {
  readonly title: string;
  readonly fields: readonly FieldSpec[];
  /** Optional fields, folded away. */
  readonly more?: readonly FieldSpec[];
}

export interface CaseView {
  readonly state: CaseState;
  readonly secret: PrivateData;
}

export interface DecideInput<Input> {
  readonly state: CaseState;
  readonly secret: PrivateData;
  readonly input: Input;
  readonly actor: Actor;
  readonly desk: Desk;
}

/** An act on one case: a button or form on its card, a text command, a timer. */
export interface CaseCommand<Input = unknown> {
  readonly kind: 'case';
  readonly name: string;
  readonly label: Words;
  readonly permit: Permit;
  readonly input: z.ZodType<Input>;
  /** Absent: the act has no fields and is performed by its button. */
  readonly form?: (view: CaseView, desk: Desk) => FormSpec;
  readonly confirm?: (state: CaseState) => Confirm;
  readonly danger?: boolean;
  decide(given: DecideInput<Input>): Result<Outcome>;
  /** Toast after success. */
  readonly done: (next: CaseState, desk: Desk) => Words;
}

export function defineCaseCommand<Input>(command: CaseCommand<Input>): CaseCommand {
  // The registry holds commands of every input; the shell parses with `input` before it calls `decide`.
  return command as unknown as CaseCommand;
}

/** What was typed: a message to the bot, its own mention removed. */
export interface Typed {
  readonly text: string;
  readonly rest: string;
  readonly mentions: readonly Person[];
  readonly chatId: string;
  readonly chatType: 'group' | 'direct';
  readonly messageId: string;
  readonly threadRootId?: string;
}

export interface ChatGiven {
  readonly typed: Typed;
  readonly actor: Actor;
  readonly desk: Desk;
  readonly stores: Stores;
}

/** What a typed command or an opening button leads to: an answer, and perhaps an act on a case. */
export interface ChatOutcome {
  readonly answer?: { readonly text: Words } | { readonly card: Card };
  /** Answers with personal or long content go to the person's direct chat. */
  readonly where?: 'here' | 'direct';
  readonly post?: readonly Post[];
  /** Runs a case command with these raw form values. */
  readonly perform?: {
    readonly command: string;
    readonly caseNumber: string;
    readonly form: Readonly<Record<string, unknown>>;
  };
  /** Registers a case from these intake values. */
  readonly register?: Readonly<Record<string, unknown>>;
  /** An entry of the settings log. */
  readonly settings?: { readonly type: string; readonly data: Readonly<Record<string, unknown>> };
  /** Work that must ask the platform, done after the commit by a worker. */
  readonly follow?: readonly { readonly task: 'sync-chat' | 'sync-person'; readonly id: string }[];
}

/** `@机器人 <word> …` in a group, or the word alone in a direct chat. */
export interface ChatCommand {
  readonly kind: 'chat';
  readonly name: string;
  /** Chinese words first, then English aliases. */
  readonly words: readonly string[];
  readonly usage: Words;
  readonly help: Words;
  /** Roles that may use it; empty means everybody. */
  readonly roles: readonly Actor['roles'][number]['role'][];
  run(given: ChatGiven): Promise<Result<ChatOutcome>>;
}

/** A button or option that opens or shows something: no case changes. */
export interface OpenCommand {
  readonly kind: 'open';
  readonly name: string;
  run(given: OpenGiven): Promise<Result<ChatOutcome>>;
}

export interface OpenGiven {
  readonly caseNumber: string | null;
  readonly value: Readonly<Record<string, unknown>>;
  readonly option?: string;
  readonly form: Readonly<Record<string, unknown>>;
  readonly chatId: string;
  readonly messageId: string;
  readonly actor: Actor;
  readonly desk: Desk;
  readonly stores: Stores;
}

export type Command = CaseCommand | ChatCommand | OpenCommand;
