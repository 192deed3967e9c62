import type { DataFrameType, PreferredVisualisationType, QueryResultMeta } from '@grafana/data';
import type { Answer } from './answer';
import { executedQueryString } from './executedQueryString';
import { noticesOf } from './notices';

interface Shape {
  /** Kind of the data-plane contract, in its version 0.1; absent where the frame claims none. */
  type?: DataFrameType;
  /** How Explore shows the frame. */
  preferred: PreferredVisualisationType;
}

/** What every frame says about itself: its shape, what ran for it and what a reader must know. */
export function frameMeta({ type, preferred }: Shape, answers: readonly Answer[]): QueryResultMeta {
  return {
    ...(type === undefined ? {} : { type, typeVersion: [0, 1] }),
    preferredVisualisationType: preferred,
    executedQueryString: executedQueryString(answers),
    notices: noticesOf(answers),
  };
}
