import type { DataSourceSettings } from '@grafana/data';
import type { ErrorBudgetSecrets, ErrorBudgetSettings } from '../datasource/settings';

/** The settings as the page that edits them holds them, saved or not. */
export type SettingsDraft = DataSourceSettings<ErrorBudgetSettings, ErrorBudgetSecrets>;

export type SecretName = keyof ErrorBudgetSecrets;

/** What every section of the config editor gets. */
export interface SettingsSectionProps {
  options: SettingsDraft;
  onOptionsChange: (options: SettingsDraft) => void;
}

export function withSettings(draft: SettingsDraft, change: Partial<ErrorBudgetSettings>): SettingsDraft {
  return { ...draft, jsonData: { ...draft.jsonData, ...change } };
}

/** A secret that was typed; Grafana stores it at the next save. */
export function withSecret(draft: SettingsDraft, name: SecretName, value: string): SettingsDraft {
  return { ...draft, secureJsonData: { ...draft.secureJsonData, [name]: value } };
}

/** Makes room for a new secret. Grafana keeps what is absent, so the stored one is overwritten by nothing. */
export function withoutSecret(draft: SettingsDraft, name: SecretName): SettingsDraft {
  return withSecret({ ...draft, secureJsonFields: { ...draft.secureJsonFields, [name]: false } }, name, '');
}

/** True if the secret is stored already, so that it cannot be read. */
export function isStored({ secureJsonFields }: SettingsDraft, name: SecretName): boolean {
  return secureJsonFields?.[name] === true;
}

/** True if both would be stored as the same settings: absent and blank are one. */
export function sameSettings(a: SettingsDraft, b: SettingsDraft): boolean {
  return fingerprint(a) === fingerprint(b);
}

function fingerprint({ jsonData, secureJsonData, secureJsonFields }: SettingsDraft): string {
  const stored = Object.entries(secureJsonFields ?? {}).filter(([, isSet]) => isSet);
  return JSON.stringify([filled(jsonData), filled(secureJsonData ?? {}), stored.sort()]);
}

function filled(values: object): Array<[string, unknown]> {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
