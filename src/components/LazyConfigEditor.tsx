import { LoadingPlaceholder } from '@grafana/ui';
import React, { type ComponentProps, lazy, Suspense } from 'react';
import type { ConfigEditor } from './ConfigEditor';

const Editor = lazy(() => import('./ConfigEditor').then((module) => ({ default: module.ConfigEditor })));

/** The config editor in a chunk of its own: dashboards never need it. */
export function LazyConfigEditor(props: ComponentProps<typeof ConfigEditor>) {
  return (
    <Suspense fallback={<LoadingPlaceholder text="Loading the settings …" />}>
      <Editor {...props} />
    </Suspense>
  );
}
