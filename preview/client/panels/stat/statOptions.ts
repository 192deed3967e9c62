import { VizOrientation } from '@grafana/data';
import { PercentChangeColorMode } from '@grafana/schema';
import { BigValueColorMode, BigValueGraphMode, BigValueJustifyMode, BigValueTextMode } from '@grafana/ui';
import { z } from 'zod';
import { reduceOptions, textSizes } from '../reduceOptions';

export const statOptions = z.strictObject({
  reduceOptions,
  orientation: z.enum(VizOrientation).default(VizOrientation.Auto),
  colorMode: z.enum(BigValueColorMode).default(BigValueColorMode.Value),
  graphMode: z.enum(BigValueGraphMode).default(BigValueGraphMode.Area),
  textMode: z.enum(BigValueTextMode).default(BigValueTextMode.Auto),
  justifyMode: z.enum(BigValueJustifyMode).default(BigValueJustifyMode.Auto),
  wideLayout: z.boolean().default(true),
  showPercentChange: z.boolean().default(false),
  percentChangeColorMode: z.enum(PercentChangeColorMode).default(PercentChangeColorMode.Standard),
  text: textSizes,
});
