import { LoadingPlaceholder } from '@grafana/ui';
import React, { type ComponentProps, lazy, Suspense } from 'react';
import type { QueryEditor } from './QueryEditor';

const Editor = lazy(() => import('./QueryEditor').then((module) => ({ default: module.QueryEditor })));

/** The query editor in a chunk of its own: who views a dashboard never needs it. */
export function LazyQueryEditor(props: ComponentProps<typeof QueryEditor>) {
  return (
    <Suspense fallback={<LoadingPlaceholder text="Loading the query editor …" />}>
      <Editor {...props} />
    </Suspense>
  );
}
