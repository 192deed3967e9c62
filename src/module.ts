import { type DataSourceInstanceSettings, DataSourcePlugin } from '@grafana/data';
import { LazyConfigEditor, LazyQueryEditor, LazyVariableQueryEditor } from './components/lazyEditors';
import { ErrorBudgetDataSource } from './datasource/datasource';
import type { ErrorBudgetSettings } from './datasource/settings';

class DataSourceWithEditors extends ErrorBudgetDataSource {
  constructor(instance: DataSourceInstanceSettings<ErrorBudgetSettings>) {
    super(instance, LazyVariableQueryEditor);
  }
}

export const plugin = new DataSourcePlugin(DataSourceWithEditors)
  .setConfigEditor(LazyConfigEditor)
  .setQueryEditor(LazyQueryEditor);
