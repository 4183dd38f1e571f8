import { EmbeddedQueue } from '../../server/queue/embedded';
import { queueContract } from './queue';

queueContract('embedded', ({ logger }) => new EmbeddedQueue(logger));

it('refuses a second worker for a topic', () => {
  const ignore = () => undefined;
  const queue = new EmbeddedQueue({ debug: ignore, info: ignore, warn: ignore, error: ignore });
  queue.listen('inbox', async () => undefined);
  expect(() => queue.listen('inbox', async () => undefined)).toThrow('inbox');
});
