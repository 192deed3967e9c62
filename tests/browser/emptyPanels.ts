/** Panels that rightly have nothing to show in demo data, by dashboard and panel id, and why. */
export const EMPTY_PANELS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  'errorbudget-overview': { 8: 'no burn-rate alert of the demo fires now', 9: 'rules fire in Grafana only' },
  'errorbudget-sprints': { 5: 'no sprint of the demo has ended within 90 days' },
  'errorbudget-objective': { 10: 'the objective that it opens with was never breached' },
};
