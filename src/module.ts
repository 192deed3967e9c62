import { DataSourcePlugin } from '@grafana/data';
import { ErrorBudgetDataSource } from './datasource/datasource';

export const plugin = new DataSourcePlugin(ErrorBudgetDataSource);
