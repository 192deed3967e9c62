import './grafana/bootData';
import React from 'react';
import { setBackendSrv, setDataSourceSrv, setTemplateSrv } from '@grafana/runtime';
import { createRoot } from 'react-dom/client';
import { backendService } from './grafana/backendService';
import { dataSourceService } from './grafana/dataSourceService';
import { loadDataSource, type LoadedDataSource } from './grafana/loadDataSource';
import { TemplateService } from './grafana/templateService';
import { App } from './page/App';
import { followLinks } from './page/navigation';

const templates = new TemplateService();
let dataSource: LoadedDataSource | undefined;

setBackendSrv(backendService);
setTemplateSrv(templates);
setDataSourceSrv(dataSourceService(() => dataSource?.api));

const loadedDataSource = loadDataSource().then((loaded) => (dataSource = loaded));

followLinks(document);

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(<App templates={templates} loadedDataSource={loadedDataSource} />);
}
