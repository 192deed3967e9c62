import { LoadingPlaceholder } from '@grafana/ui';
import React, { type ComponentProps, lazy, type PropsWithChildren, Suspense } from 'react';
import type * as Config from './ConfigEditor';
import type * as Query from './QueryEditor';
import type * as Variable from './VariableQueryEditor';

// Chunks of their own: who views a dashboard never needs the editors.
const ConfigEditor = lazy(() => import('./ConfigEditor').then((module) => ({ default: module.ConfigEditor })));
const QueryEditor = lazy(() => import('./QueryEditor').then((module) => ({ default: module.QueryEditor })));
const VariableQueryEditor = lazy(() =>
  import('./VariableQueryEditor').then((module) => ({ default: module.VariableQueryEditor }))
);

export function LazyConfigEditor(props: ComponentProps<typeof Config.ConfigEditor>) {
  return (
    <Loading what="the settings">
      <ConfigEditor {...props} />
    </Loading>
  );
}

export function LazyQueryEditor(props: ComponentProps<typeof Query.QueryEditor>) {
  return (
    <Loading what="the query editor">
      <QueryEditor {...props} />
    </Loading>
  );
}

export function LazyVariableQueryEditor(props: ComponentProps<typeof Variable.VariableQueryEditor>) {
  return (
    <Loading what="the variable editor">
      <VariableQueryEditor {...props} />
    </Loading>
  );
}

function Loading({ what, children }: PropsWithChildren<{ what: string }>) {
  return <Suspense fallback={<LoadingPlaceholder text={`Loading ${what} …`} />}>{children}</Suspense>;
}
