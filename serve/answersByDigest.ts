import { changesBetween, NO_CHANGES } from '../src/evaluation/answerChanges';
import { BoundedMemory } from './boundedMemory';
import type { KeptAnswer } from './round';

/** Answers about 500 objectives for every panel of an overview, of several rounds. */
const MOST_ANSWER_BYTES = 48 * 2 ** 20;
const MOST_CHANGES_BYTES = 8 * 2 ** 20;
/** Changes that save less than half are not worth their work at the client. */
const MOST_OF_ANSWER = 0.5;

/**
 * Answers of all rounds by their digests, each held once however many rounds give it, and what makes a newer one of an older, worked
 * out once however many clients refresh.
 */
export class AnswersByDigest {
  private readonly answers = new BoundedMemory<string>(MOST_ANSWER_BYTES);
  private readonly changes = new BoundedMemory<string | null>(MOST_CHANGES_BYTES);

  /** The same answer, with the text that is held already where there is one. */
  keep(answer: KeptAnswer): KeptAnswer {
    const { digest, json } = answer;
    const held = this.answers.get(digest);
    if (held !== undefined) {
      return { digest, json: held };
    }
    this.answers.set(digest, json, json.length);
    return answer;
  }

  /** As JSON, what changed since the answer of that digest; undefined where that is not known any more, or no less than all. */
  changesSince(digest: string, { digest: newer, json }: KeptAnswer): string | undefined {
    const key = `${digest} ${newer}`;
    const known = this.changes.get(key);
    if (known !== undefined) {
      return known ?? undefined;
    }
    const older = this.answers.get(digest);
    if (older === undefined) {
      return undefined;
    }
    const changes = JSON.stringify(changesBetween(JSON.parse(older), JSON.parse(json)) ?? NO_CHANGES);
    const kept = changes.length < MOST_OF_ANSWER * json.length ? changes : null;
    this.changes.set(key, kept, kept?.length ?? 0);
    return kept ?? undefined;
  }
}
