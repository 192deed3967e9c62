import { z } from 'zod';

/** How stats and bar gauges come to their values: every row of a field, or one figure of it. */
export const reduceOptions = z
  .strictObject({
    values: z.boolean().default(false),
    calcs: z.array(z.string()).default(['lastNotNull']),
    fields: z.string().default(''),
    limit: z.number().optional(),
  })
  .prefault({});

export const textSizes = z
  .strictObject({
    titleSize: z.number().optional(),
    valueSize: z.number().optional(),
    percentSize: z.number().optional(),
  })
  .optional();
