import { z } from 'zod';

export const alertListOptions = z.strictObject({
  viewMode: z.enum(['list', 'stat']),
  groupMode: z.enum(['default', 'custom']),
  groupBy: z.array(z.string()),
  maxItems: z.number(),
  sortOrder: z.number(),
  dashboardAlerts: z.boolean(),
  alertName: z.string(),
  alertInstanceLabelFilter: z.string(),
  stateFilter: z.record(z.string(), z.boolean()),
});
