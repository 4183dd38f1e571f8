import { classify, type Operation } from './errors';

describe('classify', () => {
  const cases: readonly [string, Operation, { status?: number; code?: number | string; message?: string }, string][] = [
    ['a chat limit', 'send', { status: 400, code: 230020 }, 'wait'],
    ['the gateway limit', 'send', { status: 429, code: 99991400 }, 'wait'],
    ['a limit without a body', 'send', { status: 429 }, 'wait'],
    ['the same message on its way', 'send', { status: 400, code: 230049 }, 'wait'],
    ['a missing scope', 'buzz', { status: 400, code: 99991672 }, 'wait'],
    [
      'a card in use',
      'patch',
      { status: 400, code: 230099, message: 'ext=ErrCode: 11310; ErrMsg: card action is lock' },
      'retry',
    ],
    ['a dead token', 'send', { status: 400, code: 99991663 }, 'retry'],
    ['an outage', 'send', { status: 502 }, 'retry'],
    ['a closed door', 'send', { code: 'ECONNREFUSED' }, 'retry'],
    ['an unknown host', 'send', { code: 'ENOTFOUND' }, 'retry'],
    ['a timeout', 'send', { code: 'ECONNABORTED' }, 'unknown'],
    ['a reset', 'patch', { code: 'ECONNRESET' }, 'unknown'],
    ['a timeout of a question', 'read', { code: 'ECONNABORTED' }, 'retry'],
    ['a card too old', 'patch', { status: 400, code: 230031 }, 'reissue'],
    ['a recalled card', 'patch', { status: 400, code: 230011 }, 'reissue'],
    ['a deleted card', 'reply', { status: 400, code: 230110 }, 'reissue'],
    ['a buzz of a recalled card', 'buzz', { status: 400, code: 230011 }, 'drop'],
    ['a bot outside the chat', 'send', { status: 400, code: 230002 }, 'drop'],
    ['a dissolved chat', 'patch', { status: 400, code: 232009 }, 'drop'],
    ['a chat that is gone', 'send', { status: 400, code: 230045 }, 'drop'],
    ['plain numbers', 'send', { status: 400, code: 230028 }, 'drop'],
    ['an unknown refusal', 'send', { status: 400, code: 239999 }, 'drop'],
    ['a refusal in a 200', 'send', { status: 200, code: 230001 }, 'drop'],
  ];

  it.each(cases)('%s (%s)', (_name, operation, failure, action) => {
    const error = classify({ operation, ...failure });
    expect(error.action).toBe(action);
    expect(error.reason).toMatch(/^[a-z-]+: .*[一-龥].* \/ .*[a-z]/);
  });

  it('names a chat that is gone', () => {
    expect(classify({ operation: 'send', code: 230002 }).reason).toMatch(/^chat-gone/);
  });

  it('waits as long as the gateway says', () => {
    expect(classify({ operation: 'send', status: 429, code: 99991400, resetSeconds: 3 }).afterMs).toBe(3_000);
  });

  it('tells where a card is wrong, never what it says', () => {
    const message =
      'Failed to create card content, ext=ErrCode: 200621; ErrPath: ROOT -> body -> elements -> [2](tag: chart); ErrMsg: bad; ErrorValue: 张三的电话';
    const { reason } = classify({ operation: 'send', status: 400, code: 230099, message });
    expect(reason).toContain('200621 at ROOT -> body -> elements -> [2](tag: chart)');
    expect(reason).not.toContain('张三');
  });
});
