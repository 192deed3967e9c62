import { runCommand } from './runCommand';

export interface Called {
  status: number;
  stdout: string;
  stderr: string;
}

/** What `error-budget` with these arguments prints and ends with, in this process. */
export async function called(args: string[], environment: Record<string, string> = {}): Promise<Called> {
  const before = { ...process.env };
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    })
  );
  Object.assign(process.env, environment);
  try {
    return { status: await runCommand(args), ...printed };
  } finally {
    spies.forEach((spy) => spy.mockRestore());
    Object.keys(environment).forEach((name) => delete process.env[name]);
    Object.assign(process.env, before);
  }
}
