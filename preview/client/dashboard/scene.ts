import type { DataQueryRequest, DataQueryResponse, EventBus, InterpolateFunction, TimeRange } from '@grafana/data';
import type { Observable } from 'rxjs';
import type { AnnotationLayer } from '../contract';
import type { AnnotationJson } from './dashboardJson';

/** What all panels of an open dashboard share. */
export interface Scene {
  uid: string;
  range: TimeRange;
  timeZone: string;
  eventBus: EventBus;
  /** Crosshairs move together. */
  sharedCrosshair: boolean;
  annotations: ReadonlyArray<{ json: AnnotationJson; layer: AnnotationLayer }>;
  query(request: DataQueryRequest): Observable<DataQueryResponse>;
  replaceVariables: InterpolateFunction;
  changeTimeRange(range: { from: number; to: number }): void;
}
