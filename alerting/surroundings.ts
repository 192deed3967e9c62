/** What rules name that no catalogue knows. */
export interface Surroundings {
  /** Where incidents are reported and escalated. */
  chat?: string;
  /** Where docs/runbooks/ is published, without trailing slash; without it, alerts name the file only. */
  runbooks?: string;
  /** Base of Grafana for links in Prometheus' alerts, without trailing slash. Grafana knows its own. */
  grafana?: string;
}
