import { wantsDemo, type AuthMode, type ErrorBudgetSettings } from '../datasource/settings';
import { isStored, type SecretName, type SettingsDraft } from './settingsChange';
import { baseProblem, pageProblem } from './upstreamUrl';

/** Fields of the config editor that can be wrong by themselves. */
export type CheckedField =
  | 'data'
  | 'serverUrl'
  | 'serverCredentials'
  | 'prometheusUrl'
  | 'prometheusCredentials'
  | 'dagsterUrl'
  | 'dagsterPageUrl'
  | 'dagsterCredentials'
  | 'trinoUrl'
  | 'trinoPageUrl'
  | 'trinoCredentials'
  | 'trinoUser'
  | 'tlsCACert';

export type SettingsProblems = Partial<Record<CheckedField, string>>;

/** What the health check would refuse without asking any upstream, field by field. */
export function settingsProblems(draft: SettingsDraft): SettingsProblems {
  const { jsonData } = draft;
  const asksUrl = !jsonData.prometheusDataSourceUid;
  const found: Array<[CheckedField, string | undefined]> = [
    ['data', nothingToMeasure(jsonData) ? 'Configure an upstream, or switch demo data on' : undefined],
    ['serverUrl', baseProblem(jsonData.serverUrl ?? '', '/api/v1')],
    [
      'serverCredentials',
      jsonData.serverUrl && jsonData.serverAuth === 'bearer' && !hasSecret(draft, 'serverToken')
        ? 'Enter the token, or choose another authentication'
        : undefined,
    ],
    ['prometheusUrl', asksUrl ? baseProblem(jsonData.prometheusUrl ?? '', '/api/v1') : undefined],
    [
      'prometheusCredentials',
      asksUrl && jsonData.prometheusUrl
        ? credentialsProblem(draft, jsonData.prometheusAuth, 'prometheusBasic', 'prometheusToken')
        : undefined,
    ],
    ['dagsterUrl', baseProblem(jsonData.dagsterUrl ?? '', '/graphql')],
    ['dagsterPageUrl', pageProblem(jsonData.dagsterPageUrl ?? '')],
    [
      'dagsterCredentials',
      jsonData.dagsterUrl ? credentialsProblem(draft, jsonData.dagsterAuth, 'dagsterBasic', 'dagsterToken') : undefined,
    ],
    ['trinoUrl', baseProblem(jsonData.trinoUrl ?? '', '/v1/statement')],
    ['trinoPageUrl', pageProblem(jsonData.trinoPageUrl ?? '')],
    [
      'trinoCredentials',
      jsonData.trinoUrl ? credentialsProblem(draft, jsonData.trinoAuth, 'trinoBasic', 'trinoToken') : undefined,
    ],
    [
      'trinoUser',
      needsTrinoUser(jsonData) && !jsonData.trinoUser ? 'Trino refuses requests without a user' : undefined,
    ],
    [
      'tlsCACert',
      jsonData.tlsAuthWithCACert && !hasSecret(draft, 'tlsCACert')
        ? 'Paste the certificate, or switch it off'
        : undefined,
    ],
  ];
  return Object.fromEntries(found.filter(([, problem]) => problem !== undefined));
}

/** True where demo data are off and there is no upstream to ask. */
function nothingToMeasure(settings: ErrorBudgetSettings): boolean {
  return !wantsDemo(settings) && wantsDemo({ ...settings, demo: undefined });
}

function needsTrinoUser({ trinoUrl, trinoAuth = 'none' }: ErrorBudgetSettings): boolean {
  return Boolean(trinoUrl) && trinoAuth === 'none';
}

function credentialsProblem(
  draft: SettingsDraft,
  mode: AuthMode | undefined,
  basic: SecretName,
  token: SecretName
): string | undefined {
  switch (mode) {
    case undefined:
    case 'none':
      return undefined;
    case 'basic':
      return hasSecret(draft, basic) ? undefined : 'Enter user and password, or choose another authentication';
    case 'bearer':
    case 'dagsterCloud':
      return hasSecret(draft, token) ? undefined : 'Enter the token, or choose another authentication';
  }
}

function hasSecret(draft: SettingsDraft, name: SecretName): boolean {
  return isStored(draft, name) || Boolean(draft.secureJsonData?.[name]);
}
