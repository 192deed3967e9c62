import { SharedRequests } from './sharedRequests';

interface Kept<Value> {
  value: Value;
  atMs: number;
}

/** Answers that serve every caller for a while: what is asked again within it is answered from memory. */
export class KeptFor<Value> {
  private readonly underWay = new SharedRequests();
  private readonly kept = new Map<string, Kept<Value>>();

  constructor(private readonly keptForMs: number) {}

  async read(
    key: string,
    nowMs: number,
    signal: AbortSignal,
    read: (signal: AbortSignal) => Promise<Value>
  ): Promise<Value> {
    const kept = this.kept.get(key);
    if (kept && nowMs - kept.atMs < this.keptForMs && nowMs >= kept.atMs) {
      return kept.value;
    }
    const value = await this.underWay.run(key, signal, read);
    this.forgetBefore(nowMs - this.keptForMs);
    this.kept.set(key, { value, atMs: nowMs });
    return value;
  }

  private forgetBefore(timeMs: number): void {
    for (const [key, { atMs }] of this.kept) {
      if (atMs <= timeMs) {
        this.kept.delete(key);
      }
    }
  }
}
