import { DataSourcePlugin } from '@grafana/data';
import { LazyConfigEditor } from './components/LazyConfigEditor';
import { QueryEditor } from './components/QueryEditor';
import { ErrorBudgetDataSource } from './datasource/datasource';

export const plugin = new DataSourcePlugin(ErrorBudgetDataSource)
  .setConfigEditor(LazyConfigEditor)
  .setQueryEditor(QueryEditor);
