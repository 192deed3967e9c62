import React from 'react';
import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2, type TimeZone } from '@grafana/data';
import { Tag, Tooltip, useStyles2, useTheme2 } from '@grafana/ui';
import type { AnnotationMarker, AnnotationRegion } from './annotationRegions';

interface Props {
  markers: AnnotationMarker[];
  /** The area of the chart in which series are drawn. */
  over: HTMLElement;
  timeZone: TimeZone;
}

const THICKNESS_PX = 5;

/** More than a reader takes in at once; what the data source says of each is in its table. */
const LISTED_AT_MOST = 6;

/** Bars at the time axis, one per region, or one for several that overlap. Pointing at one or reaching it by Tab shows what it is. */
export function AnnotationMarkers({ markers, over, timeZone }: Props) {
  const styles = useStyles2(stylesOf);
  const theme = useTheme2();
  return (
    <>
      {markers.map(({ leftPx, widthPx, regions }) => {
        const [{ color, lane, fromMs, title }] = regions;
        return (
          <Tooltip
            key={`${lane} ${fromMs} ${title}`}
            content={<Regions regions={regions} timeZone={timeZone} />}
            placement="bottom"
            interactive
          >
            <button
              type="button"
              aria-label={
                regions.length === 1 ? `Annotation: ${title}` : `${regions.length} annotations from: ${title}`
              }
              className={styles.marker}
              style={{
                left: over.offsetLeft + leftPx,
                top: over.offsetTop + over.clientHeight - lane * (THICKNESS_PX + 1),
                width: widthPx,
                background: theme.visualization.getColorByName(color),
              }}
            />
          </Tooltip>
        );
      })}
    </>
  );
}

function Regions({ regions, timeZone }: { regions: AnnotationRegion[]; timeZone: TimeZone }) {
  const styles = useStyles2(stylesOf);
  return (
    <div className={styles.regions}>
      {regions.slice(0, LISTED_AT_MOST).map(({ fromMs, toMs, layer, title, text, tags }, i) => (
        <div key={i}>
          <div className={styles.title}>{title || layer}</div>
          <div className={styles.interval}>
            {layer}: {intervalOf(fromMs, toMs, timeZone)}
          </div>
          {text !== '' && <div className={styles.body}>{text}</div>}
          {tags.length > 0 && (
            <div className={styles.tags}>
              {tags.map((tag) => (
                <Tag key={tag} name={tag} />
              ))}
            </div>
          )}
        </div>
      ))}
      {regions.length > LISTED_AT_MOST && <div>and {regions.length - LISTED_AT_MOST} more</div>}
    </div>
  );
}

function intervalOf(fromMs: number, toMs: number, timeZone: TimeZone): string {
  const from = dateTimeFormat(fromMs, { timeZone });
  return toMs > fromMs ? `${from} to ${dateTimeFormat(toMs, { timeZone })}` : from;
}

function stylesOf(theme: GrafanaTheme2) {
  return {
    marker: css({
      position: 'absolute',
      height: THICKNESS_PX,
      padding: 0,
      border: 0,
      borderRadius: theme.shape.radius.default,
      opacity: 0.85,
      // Above the chart, which takes the pointer otherwise.
      zIndex: 101,
      '&:hover': { opacity: 1 },
      '&:focus-visible': { opacity: 1, outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 2 },
    }),
    regions: css({
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1.5),
      maxHeight: 360,
      overflow: 'auto',
    }),
    title: css({ fontWeight: theme.typography.fontWeightMedium }),
    interval: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
    body: css({ marginTop: theme.spacing(0.5), overflowWrap: 'anywhere' }),
    tags: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5), marginTop: theme.spacing(0.5) }),
  };
}
