import { z } from 'zod';

export const textOptions = z.strictObject({
  mode: z.enum(['markdown', 'html']).default('markdown'),
  content: z.string().default(''),
  code: z.unknown().optional(),
});
