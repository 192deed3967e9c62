/** Texts and what belongs to them, at most so many bytes of them: what was used longest ago goes first. */
export class BoundedMemory<Value> {
  private readonly kept = new Map<string, { value: Value; bytes: number }>();
  private bytes = 0;

  constructor(private readonly mostBytes: number) {}

  get(key: string): Value | undefined {
    const entry = this.kept.get(key);
    if (entry) {
      this.kept.delete(key);
      this.kept.set(key, entry);
    }
    return entry?.value;
  }

  /** @param bytes of the value, roughly; the key's are added. */
  set(key: string, value: Value, bytes: number): void {
    this.delete(key);
    const entry = { value, bytes: bytes + key.length };
    this.kept.set(key, entry);
    this.bytes += entry.bytes;
    for (const oldest of this.kept.keys()) {
      if (this.bytes <= this.mostBytes) {
        return;
      }
      this.delete(oldest);
    }
  }

  private delete(key: string): void {
    this.bytes -= this.kept.get(key)?.bytes ?? 0;
    this.kept.delete(key);
  }
}
