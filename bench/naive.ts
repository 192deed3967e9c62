import { z } from 'zod';

/**
 * What the product is measured against: budgets from one query that looks back over the whole window at every point, as
 * people write it into a panel by hand.
 */
interface NaiveBudgets {
  /** Remaining error budget by label `application`; services without requests in any window are missing. */
  budgets: Map<string, NaiveBudget>;
  /** The PromQL that ran. */
  query: string;
  /** Size of the answer's body. */
  bytes: number;
}

/** Parallel arrays; both of length 1 for an instant query. */
interface NaiveBudget {
  timesMs: number[];
  /** Fraction, 1 untouched, below 0 overspent; NaN where there were no requests. */
  remaining: number[];
}

interface NaiveRequest {
  services: string[];
  /** PromQL duration, such as `30d`. */
  window: string;
  /** As a fraction, below 1. */
  target: number;
}

/** The chart: one range query with a point every `stepMs`. Rejects with the server's words when it refuses the query. */
export async function naiveBudgetChart(
  url: string,
  { fromMs, toMs, stepMs, ...request }: NaiveRequest & { fromMs: number; toMs: number; stepMs: number }
): Promise<NaiveBudgets> {
  const range = { start: String(fromMs / 1000), end: String(toMs / 1000), step: String(stepMs / 1000) };
  return ask(`${url}/api/v1/query_range`, range, request);
}

/** The figure at one instant. Rejects with the server's words when it refuses the query. */
export async function naiveBudgetNow(
  url: string,
  { timeMs, ...request }: NaiveRequest & { timeMs: number }
): Promise<NaiveBudgets> {
  return ask(`${url}/api/v1/query`, { time: String(timeMs / 1000) }, request);
}

const point = z.tuple([z.number(), z.string()]);

const answerSchema = z.object({
  data: z.object({
    result: z.array(
      z.object({
        metric: z.object({ application: z.string() }),
        values: z.optional(z.array(point)),
        value: z.optional(point),
      })
    ),
  }),
});

async function ask(endpoint: string, parameters: Record<string, string>, request: NaiveRequest): Promise<NaiveBudgets> {
  const query = naiveQuery(request);
  const response = await fetch(endpoint, { method: 'POST', body: new URLSearchParams({ query, ...parameters }) });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`Prometheus refused the naive query with ${response.status}: ${text}`);
  }
  const answer = answerSchema.parse(JSON.parse(text));
  const budgets = new Map<string, NaiveBudget>();
  for (const { metric, values, value } of answer.data.result) {
    const points = values ?? (value ? [value] : []);
    budgets.set(metric.application, {
      timesMs: points.map(([timeSeconds]) => timeSeconds * 1000),
      remaining: points.map(([, sli]) => 1 - (1 - Number(sli)) / (1 - request.target)),
    });
  }
  return { budgets, query, bytes: Buffer.byteLength(text) };
}

function naiveQuery({ services, window }: NaiveRequest): string {
  const application = `application=~"${services.join('|')}"`;
  return (
    `sum by (application)(increase(http_requests_total{${application},code!~"5.."}[${window}]))` +
    ` / sum by (application)(increase(http_requests_total{${application}}[${window}]))`
  );
}
