import React, { useMemo, useState } from 'react';
import { isDateTime, type TimeOption, type TimeRange } from '@grafana/data';
import { defaultIntervals, RefreshPicker, TimeRangePicker } from '@grafana/ui';
import { timeInUrl } from './pageUrl';
import { shiftRange, zoomOut, type TimeSettings, type WrittenRange } from './timeRange';

interface TimeControlsProps {
  range: TimeRange;
  settings: TimeSettings;
  refresh: string;
  quickRanges?: TimeOption[];
  intervals?: string[];
  onChangeRange(range: WrittenRange): void;
  onChangeTimeZone(timeZone: string): void;
  onChangeFiscalYearStartMonth(month: number): void;
  onChangeRefresh(interval: string): void;
  onRefresh(): void;
}

const REMEMBERED_RANGES = 4;

/** Which time the dashboard shows, and how often it asks again. */
export function TimeControls(props: TimeControlsProps) {
  const { range, settings, refresh, quickRanges, intervals, onChangeRange } = props;
  const [history, setHistory] = useState<TimeRange[]>([]);
  const choices = useMemo(() => withCurrent(intervals ?? defaultIntervals, refresh), [intervals, refresh]);

  const choose = (chosen: TimeRange) => {
    if (isDateTime(chosen.raw.from)) {
      setHistory([chosen, ...history].slice(0, REMEMBERED_RANGES));
    }
    onChangeRange(written(chosen));
  };

  return (
    <>
      <TimeRangePicker
        value={range}
        {...settings}
        quickRanges={quickRanges}
        history={history}
        onChange={choose}
        onChangeTimeZone={props.onChangeTimeZone}
        onChangeFiscalYearStartMonth={props.onChangeFiscalYearStartMonth}
        onMoveBackward={() => onChangeRange(shiftRange(range, -1))}
        onMoveForward={() => onChangeRange(shiftRange(range, 1))}
        onZoom={() => onChangeRange(zoomOut(range))}
      />
      <RefreshPicker
        value={refresh}
        intervals={choices}
        tooltip="Refresh dashboard"
        onRefresh={props.onRefresh}
        onIntervalChanged={props.onChangeRefresh}
      />
    </>
  );
}

/** An interval from a link is shown even where the dashboard does not offer it. */
function withCurrent(intervals: string[], current: string): string[] {
  return current === '' || intervals.includes(current) ? intervals : [current, ...intervals];
}

function written({ raw }: TimeRange): WrittenRange {
  const url = timeInUrl(raw);
  return { from: url.get('from') ?? '', to: url.get('to') ?? '' };
}
