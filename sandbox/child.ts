import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How a program is started as a child; `cwd` defaults to this process's. */
export interface ChildOptions {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** What a program left when it ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running program. `stderr` holds the last lines it wrote there. */
export interface Child {
  readonly pid: number;
  /** The line it became ready with. */
  readonly readyLine: string;
  readonly exited: Promise<Exit>;
  stderr(): string;
  /** Sends the signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Exit>;
}

const KEPT_LINES = 400;
const READY_TIMEOUT_MS = 60_000;

/**
 * Starts Node with these arguments and resolves once a line of its stdout fits `ready`.
 * @throws Error with what it wrote on stderr when it ends, or is silent for a minute, before that
 */
export async function startChild(options: ChildOptions, ready: RegExp): Promise<Child> {
  const child = spawn(process.execPath, options.args, {
    env: { ...process.env, ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Whatever ends this process, the program it started does not stay behind.
  const cleanUp = () => void child.kill('SIGKILL');
  process.once('exit', cleanUp);
  const errors = keepLines(child);
  const exited = exitOf(child);
  void exited.then(() => process.off('exit', cleanUp));
  const readyLine = await readyLineOf(child, { ready, exited, errors });
  return {
    pid: child.pid ?? 0,
    readyLine,
    exited,
    stderr: () => errors.join('\n'),
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return exited;
    },
  };
}

/** Runs a program to its end. @returns its exit code, stdout and stderr */
export async function runChild(
  options: ChildOptions,
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, options.args, {
    env: { ...process.env, ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors = keepLines(child);
  const stdout: string[] = [];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => stdout.push(text));
  const { code } = await exitOf(child);
  return { code, stdout: stdout.join(''), stderr: errors.join('\n') };
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('error', () => resolve({ code: -1, signal: null }));
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}

function keepLines(child: ChildProcess): string[] {
  const lines: string[] = [];
  if (child.stderr) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
    });
  }
  return lines;
}

function readyLineOf(
  child: ChildProcess,
  given: { readonly ready: RegExp; readonly exited: Promise<Exit>; readonly errors: readonly string[] },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const failed = (why: string) => reject(new Error(`${why}\n${given.errors.slice(-20).join('\n')}`));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      failed('the program did not become ready within a minute');
    }, READY_TIMEOUT_MS);
    void given.exited.then(({ code, signal }) => {
      clearTimeout(timer);
      failed(`the program ended before it was ready (${signal ?? code})`);
    });
    if (!child.stdout) return;
    // Lines after the ready line are read too: a full pipe would stop the program.
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!given.ready.test(line)) return;
      clearTimeout(timer);
      resolve(line);
    });
  });
}
