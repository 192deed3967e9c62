import { LegendDisplayMode, SortOrder, TooltipDisplayMode } from '@grafana/schema';
import { z } from 'zod';

const legend = z
  .strictObject({
    showLegend: z.boolean().default(true),
    displayMode: z.enum(LegendDisplayMode).default(LegendDisplayMode.List),
    placement: z.enum(['bottom', 'right']).default('bottom'),
    calcs: z.array(z.string()).default([]),
    sortBy: z.string().optional(),
    sortDesc: z.boolean().optional(),
    width: z.number().optional(),
  })
  .prefault({});

const tooltip = z
  .strictObject({
    mode: z.enum(TooltipDisplayMode).default(TooltipDisplayMode.Single),
    sort: z.enum(SortOrder).default(SortOrder.None),
    hideZeros: z.boolean().default(false),
    maxHeight: z.number().optional(),
    maxWidth: z.number().optional(),
  })
  .prefault({});

export const timeSeriesOptions = z.strictObject({ legend, tooltip });
