/**
 * `describe` for suites that need a real Prometheus. Only SKIP_PROMETHEUS=1 leaves them out, and that is printed; a suite
 * that cannot get its server fails.
 */
export function describeWithPrometheus(name: string, suite: () => void): void {
  if (process.env.SKIP_PROMETHEUS === '1') {
    process.stderr.write(`SKIP_PROMETHEUS=1: skipped "${name}"\n`);
    describe.skip(name, suite);
  } else {
    describe(name, suite);
  }
}
