import type { ChatCommand } from '../command';
import { bind } from './bind';
import { claimAdmin } from './claim-admin';
import { doctor } from './doctor';
import { find } from './find';
import { grant } from './grant';
import { helpCommand } from './help';
import { mechanism } from './mechanism';
import { mine } from './mine';
import { queue } from './queue';
import { ranking } from './ranking';
import { register } from './register';
import { reply } from './reply';
import { revoke } from './revoke';
import { token } from './token';
import { unbind } from './unbind';
import { unit } from './unit';
import { whoami } from './whoami';

/** Every typed command, one line each, in the order in which help shows them. */
export const CHAT_COMMANDS: readonly ChatCommand[] = [
  mine,
  find,
  queue,
  register,
  reply,
  ranking,
  unit,
  bind,
  unbind,
  grant,
  revoke,
  token,
  doctor,
  helpCommand(() => CHAT_COMMANDS),
  whoami,
  mechanism,
  claimAdmin,
];
