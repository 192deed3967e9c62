/** What rules name that no catalogue knows. */
export interface RuleLinks {
  /** Where incidents are reported and escalated. */
  chat?: string;
  /** Where the runbooks are published, without trailing slash; without it, alerts name the file only. */
  runbooks?: string;
  /** The shipped catalogue has pages written by hand; for any other, a page is generated for each objective. */
  generatesRunbooks?: boolean;
  /** Uid of the data source that the dashboards show in links; absent: the provisioned one. */
  dataSourceUid?: string;
  /** Base of Grafana for links in Prometheus' alerts, without trailing slash. Grafana knows its own. */
  grafana?: string;
}
