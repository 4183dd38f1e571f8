import type { Answer, Call } from './answers';

export type Handler = (call: Call) => Answer | Promise<Answer>;

interface Route {
  readonly method: string;
  readonly parts: readonly string[];
  readonly handler: Handler;
}

/** Finds the handler of a path such as `/open-apis/im/v1/messages/:message_id`; literal parts win over parameters. */
export class Router {
  private readonly routes: Route[] = [];

  on(method: string, pattern: string, handler: Handler): void {
    this.routes.push({ method, parts: pattern.split('/'), handler });
    this.routes.sort((one, other) => parameters(one) - parameters(other));
  }

  find(method: string, path: string): { handler: Handler; params: Record<string, string> } | undefined {
    const parts = path.split('/');
    for (const route of this.routes) {
      const params = route.method === method ? match(route.parts, parts) : undefined;
      if (params !== undefined) return { handler: route.handler, params };
    }
    return undefined;
  }
}

function parameters(route: Route): number {
  return route.parts.filter((part) => part.startsWith(':')).length;
}

function match(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const part = parts[index] ?? '';
    if (expected.startsWith(':') && part !== '') params[expected.slice(1)] = decodeURIComponent(part);
    else if (expected !== part) return undefined;
  }
  return params;
}
