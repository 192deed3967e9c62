import { z } from 'zod';

/** Units are for numbers, and our frames hold texts; arcs take their colours from their fields. */
export const nodeGraphOptions = z.strictObject({
  nodes: z.strictObject({}).optional(),
  edges: z.strictObject({}).optional(),
  zoomMode: z.enum(['cooperative', 'greedy']).default('cooperative'),
});
