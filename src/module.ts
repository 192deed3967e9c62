import { type DataSourceInstanceSettings, DataSourcePlugin } from '@grafana/data';
import { LazyConfigEditor } from './components/LazyConfigEditor';
import { LazyQueryEditor } from './components/LazyQueryEditor';
import { VariableQueryEditor } from './components/VariableQueryEditor';
import { ErrorBudgetDataSource } from './datasource/datasource';
import type { ErrorBudgetSettings } from './datasource/settings';

class DataSourceWithEditors extends ErrorBudgetDataSource {
  constructor(instance: DataSourceInstanceSettings<ErrorBudgetSettings>) {
    super(instance, VariableQueryEditor);
  }
}

export const plugin = new DataSourcePlugin(DataSourceWithEditors)
  .setConfigEditor(LazyConfigEditor)
  .setQueryEditor(LazyQueryEditor);
