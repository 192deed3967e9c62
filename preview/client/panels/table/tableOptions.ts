import { TableCellHeight } from '@grafana/schema';
import { z } from 'zod';

export const tableOptions = z.strictObject({
  showHeader: z.boolean().default(true),
  cellHeight: z.enum(TableCellHeight).default(TableCellHeight.Sm),
  sortBy: z.array(z.strictObject({ displayName: z.string(), desc: z.boolean().default(false) })).default([]),
  frameIndex: z.number().default(0),
  showTypeIcons: z.boolean().default(false),
  enablePagination: z.literal(false).optional(),
  frozenColumns: z.strictObject({ left: z.number().optional() }).optional(),
  maxRowHeight: z.number().optional(),
  footer: z.looseObject({ show: z.literal(false).optional() }).optional(),
});
