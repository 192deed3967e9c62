export type LogLevel = 'info' | 'warn' | 'error';

/** Writes one line about one thing that happened; `fields` hold no secret and nothing of a query's text. */
export type Log = (level: LogLevel, event: string, fields?: Readonly<Record<string, unknown>>) => void;

/** JSON, one object a line, as collectors of logs read it. */
export function jsonLog(write: (line: string) => void, clock: () => number = Date.now): Log {
  return (level, event, fields = {}) =>
    write(`${JSON.stringify({ time: new Date(clock()).toISOString(), level, event, ...fields })}\n`);
}
