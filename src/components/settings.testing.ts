import type { SettingsDraft } from './settingsChange';

/** Settings as Grafana hands them to the editor, changed where a test needs it. */
export function draftOf(overrides: Partial<SettingsDraft> = {}): SettingsDraft {
  return {
    id: 1,
    uid: 'error-budget',
    orgId: 1,
    name: 'Error Budget',
    typeLogoUrl: '',
    type: 'oso-errorbudget-datasource',
    typeName: 'Error Budget',
    access: 'proxy',
    url: '',
    user: '',
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the type asks for it
    database: '',
    basicAuth: false,
    basicAuthUser: '',
    isDefault: false,
    withCredentials: false,
    version: 1,
    jsonData: {},
    secureJsonFields: {},
    readOnly: false,
    ...overrides,
  };
}
