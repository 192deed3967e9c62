/** Something that keeps a plugin out of Grafana or its catalogue. */
export interface Problem {
  /** Path below the plugin's folder. */
  file: string;
  found: string;
  /** What to do, as an order without a full stop. */
  remedy: string;
}
