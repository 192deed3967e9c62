import { VizOrientation } from '@grafana/data';
import { BarGaugeDisplayMode, BarGaugeNamePlacement, BarGaugeSizing, BarGaugeValueMode } from '@grafana/schema';
import { z } from 'zod';
import { reduceOptions, textSizes } from '../reduceOptions';

export const barGaugeOptions = z.strictObject({
  reduceOptions,
  orientation: z.enum(VizOrientation).default(VizOrientation.Auto),
  displayMode: z.enum(BarGaugeDisplayMode).default(BarGaugeDisplayMode.Gradient),
  valueMode: z.enum(BarGaugeValueMode).default(BarGaugeValueMode.Color),
  namePlacement: z.enum(BarGaugeNamePlacement).default(BarGaugeNamePlacement.Auto),
  showUnfilled: z.boolean().default(true),
  sizing: z.enum(BarGaugeSizing).default(BarGaugeSizing.Auto),
  minVizWidth: z.number().default(8),
  minVizHeight: z.number().default(16),
  maxVizHeight: z.number().default(300),
  text: textSizes,
  legend: z.unknown().optional(),
});
