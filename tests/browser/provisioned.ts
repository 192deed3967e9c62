import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../../dashboards');

interface ProvisionedPanel {
  id: number;
  type: string;
  title: string;
  description?: string;
  targets?: Array<{ queryType?: string }>;
  collapsed?: boolean;
  panels?: ProvisionedPanel[];
}

/** A dashboard as Grafana reads it from its file. */
export interface Provisioned {
  uid: string;
  title: string;
  panels: ProvisionedPanel[];
}

/** Every dashboard that is shipped. */
export function provisionedDashboards(): Provisioned[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')));
}

/** All panels but rows, those in closed rows included. */
export function panelsOf({ panels }: Provisioned): ProvisionedPanel[] {
  return panels.flatMap((panel) => (panel.type === 'row' ? (panel.panels ?? []) : [panel]));
}

/** Titles of the rows that begin closed. */
export function closedRowsOf({ panels }: Provisioned): string[] {
  return panels.filter(({ type, collapsed }) => type === 'row' && collapsed).map(({ title }) => title);
}
