import { setMaxListeners } from 'node:events';
import { CommandFailure } from './exitStatus';

/** Aborts when the person at the terminal interrupts the command. */
export function abortOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  // Every request of every objective listens to it.
  setMaxListeners(0, controller.signal);
  process.once('SIGINT', () => controller.abort(new CommandFailure('interrupted')));
  return controller.signal;
}
