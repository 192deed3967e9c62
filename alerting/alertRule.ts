import type { RuleQuery } from './ruleQuery';
import type { AlertSeverity } from '../src/budget/burnRatePolicy';

/** How often a group is evaluated, and what belongs into it. */
export const GROUPS = {
  pages: { interval: '1m' },
  tickets: { interval: '5m' },
  budget: { interval: '15m' },
} as const;

export type Group = keyof typeof GROUPS;

/** How a template of Grafana or of Prometheus writes the figures of an alert. */
export interface Figures {
  /** The first figure of the check. */
  main(format: FigureFormat): string;
}

export type FigureFormat = 'rate' | 'count' | 'share' | 'duration';

/** An alert rule, before it is written as Grafana's or as Prometheus'. */
export interface AlertRule {
  /** At most 40 characters, stable: people silence by it. */
  uid: string;
  /** What Prometheus calls it; rules of one kind share it and differ by labels. */
  name: string;
  title: string;
  group: Group;
  severity: AlertSeverity;
  check: RuleQuery;
  /** How long the check must hold before the alert fires. */
  forMs: number;
  /** How long it must have ended before the alert is resolved. */
  keepFiringForMs: number;
  /** What a Grafana that cannot ask Prometheus makes of it; the others keep their state, so that one rule reports it once. */
  whenPrometheusIsAway: 'keepState' | 'fire';
  labels: Record<string, string>;
  summary(figures: Figures): string;
  description: string;
  /** Path below Grafana's root. */
  contributors?: string;
  panel: { dashboardUid: string; panelId: number };
  /** File in the folder of runbooks. */
  runbook: string;
}
