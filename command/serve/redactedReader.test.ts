import { redactedReader } from './redactedReader';
import type { Reader } from './reader';

const never = new AbortController().signal;

const failing = (found: string): Reader => ({
  source: 'Trino',
  read: async () => ({
    figures: [],
    failures: [{ objective: 'queries', source: 'Trino', kind: 'unavailable', found, remedy: `Not ${found}` }],
  }),
});

const toldBy = async (found: string, secrets: string[]) =>
  (await redactedReader(failing(found), secrets).read(0, never)).failures.map((failure) => [
    failure.found,
    failure.remedy,
  ]);

describe('what is said of a failed read', () => {
  it('holds no secret, however often an upstream repeats it', async () => {
    expect(await toldBy('denied hunter2, hunter2!', ['hunter2'])).toEqual([
      ['denied [secret], [secret]!', 'Not denied [secret], [secret]!'],
    ]);
  });

  it('holds nothing of a secret that begins with another', async () => {
    expect(await toldBy('denied hunter2-long', ['hunter2', 'hunter2-long'])).toEqual([
      ['denied [secret]', 'Not denied [secret]'],
    ]);
  });

  it('stays readable where a secret is hardly one', async () => {
    expect(await toldBy('the answer is not a page', ['a', ''])).toEqual([
      ['the answer is not a page', 'Not the answer is not a page'],
    ]);
  });
});
