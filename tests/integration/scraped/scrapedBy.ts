import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';

/** prometheus.yml of a server that scrapes one exporter every second and evaluates rules as often. */
export function scrapeConfig(exporterUrl: string, ruleFiles: readonly string[] = []): string {
  return JSON.stringify({
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    rule_files: ruleFiles,
    scrape_configs: [{ job_name: 'error-budget', static_configs: [{ targets: [new URL(exporterUrl).host] }] }],
  });
}

const vector = z.object({
  data: z.object({
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })),
  }),
});

export interface Sample {
  labels: Record<string, string>;
  value: number;
}

/** What a Prometheus answers to an instant query now. */
export async function askPrometheus(url: string, promql: string): Promise<Sample[]> {
  const answer = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query: promql })}`);
  const { data } = vector.parse(await answer.json());
  return data.result.map(({ metric, value: [, text] }) => ({ labels: metric, value: Number(text) }));
}

/** Asks until the answer is as wanted; rejects with the last one after the timeout. */
export async function until<T>(
  ask: () => Promise<T>,
  isWanted: (answer: T) => boolean,
  timeoutMs = 30_000
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) {
      return answer;
    }
    if (Date.now() > deadline) {
      throw new Error(`Not as wanted after ${timeoutMs / 1000} s: ${JSON.stringify(answer).slice(0, 2000)}`);
    }
    await wait(200);
  }
}
