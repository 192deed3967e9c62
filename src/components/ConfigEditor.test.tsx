import './layout.testing';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import type { TryResult } from '../datasource/tryResult';
import { ConfigEditor } from './ConfigEditor';
import { draftOf } from './settings.testing';
import type { SettingsDraft } from './settingsChange';
import { testIds } from './testIds';
import type { TryObjective } from './tryObjective';

// Grafana's components are slow in jsdom.
jest.setTimeout(30_000);

const model = {};
const cursor = { setPosition: jest.fn(), revealLineInCenter: jest.fn(), focus: jest.fn(), getModel: () => model };
const monaco = { editor: { setModelMarkers: jest.fn() } };

jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual('@grafana/runtime'),
  DataSourcePicker: ({ inputId, type, current, disabled, onChange }: PickerProps) => (
    <input
      id={inputId}
      data-type={type}
      disabled={disabled}
      value={current ?? ''}
      onChange={({ currentTarget }) => onChange({ uid: currentTarget.value })}
    />
  ),
}));

jest.mock('@grafana/ui', () => ({
  ...jest.requireActual('@grafana/ui'),
  CodeEditor: (props: EditorProps) => <MockedCodeEditor {...props} />,
}));

interface PickerProps {
  inputId: string;
  type: string;
  current: string | null;
  disabled?: boolean;
  onChange: (settings: { uid: string }) => void;
}

interface EditorProps {
  value: string;
  readOnly: boolean;
  onChange: (text: string) => void;
  onEditorDidMount: (editor: typeof cursor, api: typeof monaco) => void;
}

/** As Grafana's: it calls the `onChange` that it was mounted with, for ever. */
function MockedCodeEditor({ value, readOnly, onChange, onEditorDidMount }: EditorProps) {
  const [mountedOnChange] = useState(() => onChange);
  React.useEffect(() => onEditorDidMount(cursor, monaco), [onEditorDidMount]);
  return (
    <textarea
      aria-label="YAML"
      readOnly={readOnly}
      value={value}
      onChange={({ currentTarget }) => mountedOnChange(currentTarget.value)}
    />
  );
}

const RESULT: TryResult = {
  sli: '99.92 %',
  good: 9992,
  bad: 8,
  total: 10_000,
  lastEventMs: Date.UTC(2026, 10, 22, 10, 30),
  coverage: 0.995,
  state: 'atRisk',
  why: '8 bad of 10,000, budget 10',
};

interface Setup {
  options?: Partial<SettingsDraft>;
  tryObjective?: TryObjective;
  validation?: React.ComponentProps<typeof ConfigEditor>['validation'];
}

/** The editor as Grafana's page holds it. `save` does what "Save & test" does to the settings. */
function edit({ options, tryObjective = async () => RESULT, validation }: Setup = {}) {
  let draft = draftOf(options);
  const page = () => (
    <ConfigEditor options={draft} onOptionsChange={show} tryObjective={tryObjective} validation={validation} />
  );
  const show = (next: SettingsDraft) => {
    draft = next;
    view.rerender(page());
  };
  const view = render(page());
  return {
    user: userEvent.setup(),
    draft: () => draft,
    save: () => {
      const { secureJsonData = {}, secureJsonFields, version = 0 } = draft;
      const stored = Object.fromEntries(Object.entries(secureJsonData).map(([name, value]) => [name, value !== '']));
      show({
        ...draft,
        version: version + 1,
        secureJsonData: undefined,
        secureJsonFields: { ...secureJsonFields, ...stored },
      });
    },
  };
}

/** As if it was pasted: Grafana's components take their time for every key. */
async function enter(user: ReturnType<typeof userEvent.setup>, field: HTMLElement, text: string): Promise<void> {
  await user.click(field);
  await user.paste(text);
}

const fieldset = (name: string | RegExp) => within(screen.getByRole('group', { name }));
const refused = () => screen.queryByTestId(testIds.configEditor.refused);

describe('demo data', () => {
  it('are on by themselves until an upstream is configured', async () => {
    const { user, draft } = edit();
    expect(screen.getByLabelText(/^Demo data/)).toBeChecked();
    await enter(user, screen.getByLabelText(/^Prometheus URL/), 'http://prometheus:9090');
    expect(screen.getByLabelText(/^Demo data/)).not.toBeChecked();
    expect(draft().jsonData.demo).toBeUndefined();
  });

  it('can replace configured upstreams, which the editor says', async () => {
    const { user, draft } = edit({ options: { jsonData: { prometheusUrl: 'http://prometheus:9090' } } });
    await user.click(screen.getByLabelText(/^Demo data/));
    expect(draft().jsonData.demo).toBe(true);
    expect(screen.getByText(/upstreams below are not queried/)).toBeInTheDocument();
  });

  it('are missed where nothing else can be measured', async () => {
    const { user, draft } = edit();
    await user.click(screen.getByLabelText(/^Demo data/));
    expect(draft().jsonData.demo).toBe(false);
    expect(refused()).toHaveTextContent('Configure an upstream, or switch demo data on');
  });
});

describe('Prometheus', () => {
  it('is reached by a URL, which loses its trailing slashes when the field is left', async () => {
    const { user, draft } = edit();
    await user.type(screen.getByLabelText(/^Prometheus URL/), 'http://prometheus:9090//');
    await user.tab();
    expect(draft().jsonData.prometheusUrl).toBe('http://prometheus:9090');
  });

  it('is not reached by what is no URL, which is reported beside the field and above "Save & test"', async () => {
    const { user } = edit();
    await enter(user, screen.getByLabelText(/^Prometheus URL/), 'prometheus:9090');
    expect(screen.getAllByText(/begins with http/)).not.toHaveLength(0);
    expect(refused()).toHaveTextContent('Prometheus URL: Expected a URL');
  });

  it('is reached through an existing data source, which beats the URL', async () => {
    const { user, draft } = edit({ options: { jsonData: { prometheusUrl: 'http://prometheus:9090' } } });
    await user.click(screen.getByRole('radio', { name: 'Existing Grafana data source' }));
    const picker = screen.getByLabelText(/^Prometheus data source/);
    expect(picker).toHaveAttribute('data-type', 'prometheus');
    await user.click(picker);
    await user.paste('prom-uid');
    expect(draft().jsonData.prometheusDataSourceUid).toBe('prom-uid');
    await user.click(screen.getByRole('radio', { name: 'URL' }));
    expect(draft().jsonData.prometheusDataSourceUid).toBeUndefined();
    expect(screen.getByLabelText(/^Prometheus URL/)).toHaveValue('http://prometheus:9090');
  });
});

describe('the pages of upstreams', () => {
  it('have addresses of their own where people reach them by others than Grafana', async () => {
    const { user, draft } = edit({ options: { jsonData: { dagsterUrl: 'http://dagster:3070' } } });
    await enter(user, screen.getByLabelText(/^Dagster page URL/), 'http://localhost:3070/');
    await user.tab();
    expect(draft().jsonData.dagsterPageUrl).toBe('http://localhost:3070');
  });

  it('are refused where they would become anything but a link to the web', async () => {
    const { user } = edit({ options: { jsonData: { dagsterUrl: 'http://dagster:3070' } } });
    await enter(user, screen.getByLabelText(/^Dagster page URL/), 'javascript:alert(1)');
    expect(screen.getAllByText(/begins with http/).length).toBeGreaterThan(0);
    expect(screen.getByTestId(testIds.configEditor.refused)).toHaveTextContent('Dagster page URL');
  });
});

describe('secrets', () => {
  it('of Basic authentication are encoded as one, and never shown again', async () => {
    const { user, draft, save } = edit({ options: { jsonData: { prometheusUrl: 'http://prometheus:9090' } } });
    await user.click(fieldset('Prometheus').getByRole('radio', { name: 'Basic' }));
    expect(refused()).toHaveTextContent('Enter user and password');
    await enter(user, screen.getByLabelText('Prometheus user'), 'ada');
    await enter(user, screen.getByLabelText('Prometheus password'), 'hé:llo');
    expect(draft().jsonData).toEqual({ prometheusUrl: 'http://prometheus:9090', prometheusAuth: 'basic' });
    expect(draft().secureJsonData?.prometheusBasic).toBe(Buffer.from('ada:hé:llo').toString('base64'));
    expect(refused()).not.toBeInTheDocument();
    save();
    expect(screen.getByLabelText(/^Prometheus user and password/)).toHaveValue('configured');
    expect(screen.queryByLabelText('Prometheus password')).not.toBeInTheDocument();
  });

  it('are overwritten by nothing when reset', async () => {
    const { user, draft } = edit({
      options: {
        jsonData: { prometheusUrl: 'http://prometheus:9090', prometheusAuth: 'basic' },
        secureJsonFields: { prometheusBasic: true },
      },
    });
    await user.click(fieldset('Prometheus').getByRole('button', { name: 'Reset' }));
    expect(draft().secureJsonFields.prometheusBasic).toBe(false);
    expect(draft().secureJsonData).toEqual({ prometheusBasic: '' });
    expect(screen.getByLabelText('Prometheus user')).toHaveValue('');
  });

  it('refuse a user name with a colon', async () => {
    const { user, draft } = edit({ options: { jsonData: { trinoUrl: 'http://trino', trinoAuth: 'basic' } } });
    await enter(user, screen.getByLabelText('Trino user'), 'a:b');
    expect(screen.getByText(/cannot contain a colon/)).toBeInTheDocument();
    expect(draft().secureJsonData?.trinoBasic).toBe('');
  });

  it('are a token for Dagster+, instead of the bearer token', async () => {
    const { user, draft } = edit({ options: { jsonData: { dagsterUrl: 'https://org.dagster.cloud/prod' } } });
    await user.click(fieldset('Dagster').getByRole('radio', { name: 'Dagster+ token' }));
    await enter(user, screen.getByLabelText(/^Dagster\+ user token/), 'agent');
    expect(draft().jsonData.dagsterAuth).toBe('dagsterCloud');
    expect(draft().secureJsonData).toEqual({ dagsterToken: 'agent' });
  });

  it('are the certificate of an own authority, for all upstreams at once', async () => {
    const { user, draft } = edit();
    await user.click(screen.getByLabelText(/^Own certificate authority/));
    await user.click(screen.getByLabelText('CA certificate'));
    await user.paste('-----BEGIN CERTIFICATE-----');
    expect(draft().jsonData.tlsAuthWithCACert).toBe(true);
    expect(draft().secureJsonData).toEqual({ tlsCACert: '-----BEGIN CERTIFICATE-----' });
  });

  it('are not asked for by a Trino that only wants a name', async () => {
    const { user, draft } = edit({ options: { jsonData: { trinoUrl: 'http://trino:8080' } } });
    expect(refused()).toHaveTextContent('Trino user');
    await enter(user, screen.getByLabelText(/^Trino user/), 'grafana');
    expect(draft().jsonData.trinoUser).toBe('grafana');
    expect(refused()).not.toBeInTheDocument();
  });
});

const SERVICE = 'apiVersion: openslo/v1\nkind: Service\nmetadata:\n  name: shop\nspec: {}\n';
const BROKEN = `${SERVICE}---\napiVersion: openslo/v1\nkind: Servise\nmetadata:\n  name: other\n`;

describe('the catalogue', () => {
  it('is the shipped one until an own text is written', async () => {
    const { user, draft } = edit();
    expect(screen.getByRole('radio', { name: 'Shipped' })).toBeChecked();
    await user.click(screen.getByRole('radio', { name: 'Own' }));
    expect(draft().jsonData.catalogue).toBeUndefined();
    expect(screen.getByText(/the shipped catalogue is used/)).toBeInTheDocument();
  });

  it('begins as a copy of the shipped one, whose objectives are counted', async () => {
    const { user, draft } = edit();
    await user.click(screen.getByRole('radio', { name: 'Own' }));
    await user.click(screen.getByRole('button', { name: 'Load the shipped one' }));
    expect(await screen.findByTestId(testIds.configEditor.objectivesFound)).toHaveTextContent(/^19 objectives in \d/);
    expect(draft().jsonData.catalogue).toContain('# Service level objectives of Open Source Observer');
    expect(refused()).not.toBeInTheDocument();
  });

  it('is replaced by the shipped one only after a question', async () => {
    const { user, draft } = edit({ options: { jsonData: { catalogue: SERVICE } } });
    await user.click(screen.getByRole('button', { name: 'Load the shipped one' }));
    expect(draft().jsonData.catalogue).toBe(SERVICE);
    await user.click(await screen.findByRole('button', { name: 'Replace the text' }));
    await screen.findByText(/^19 objectives/);
    expect(draft().jsonData.catalogue).toContain('kind: SLO');
  });

  it('leads from each error to its place, by mouse and by keyboard', async () => {
    const { user } = edit({ options: { jsonData: { catalogue: BROKEN } } });
    const errors = await screen.findByRole('list', { name: 'Errors in the catalogue' });
    const [first] = within(errors).getAllByRole('button');
    expect(first).toHaveTextContent(/^8:7 kind found "Servise", expected/);
    await user.click(first);
    expect(cursor.setPosition).toHaveBeenLastCalledWith({ lineNumber: 8, column: 7 });
    expect(monaco.editor.setModelMarkers).toHaveBeenLastCalledWith(model, 'error-budget', [
      expect.objectContaining({ severity: 8, startLineNumber: 8, startColumn: 7, endLineNumber: 8 }),
    ]);
    expect(cursor.revealLineInCenter).toHaveBeenLastCalledWith(8);
    expect(cursor.focus).toHaveBeenCalledTimes(1);
    first.focus();
    await user.keyboard('{Enter}');
    expect(cursor.focus).toHaveBeenCalledTimes(2);
  });

  it('with errors is kept as it was typed, and said to be refused by the health check', async () => {
    const { user, draft } = edit({ options: { jsonData: { catalogue: SERVICE } } });
    await user.click(screen.getByLabelText('YAML'));
    await user.paste('---\nkind: 1');
    expect(draft().jsonData.catalogue).toContain('kind: 1');
    expect(await screen.findByText('The health check refuses these settings')).toBeInTheDocument();
    expect(refused()).toHaveTextContent(/Catalogue: \d+ errors?\./);
  });

  it('never writes back settings that were changed after its editor was opened', async () => {
    const { user, draft } = edit({ options: { jsonData: { catalogue: SERVICE } } });
    await enter(user, screen.getByLabelText(/^Dagster URL/), 'http://dagster');
    await user.click(screen.getByLabelText('YAML'));
    await user.paste('# more');
    expect(draft().jsonData).toEqual({ dagsterUrl: 'http://dagster', catalogue: `${SERVICE}# more` });
  });

  it('takes PromQL with Grafana’s variables, and says what became of them', async () => {
    const { user, draft } = edit({ options: { jsonData: { catalogue: SERVICE } } });
    await user.click(screen.getByLabelText('YAML'));
    await user.paste('query: increase(x[$__rate_interval])');
    expect(draft().jsonData.catalogue).toBe(`${SERVICE}query: increase(x[{{.window}}])`);
    expect(screen.getByText('$__rate_interval became {{.window}}')).toBeInTheDocument();
  });

  it('is put aside, not lost, while the shipped one is chosen', async () => {
    const { user, draft } = edit({ options: { jsonData: { catalogue: SERVICE } } });
    await user.click(screen.getByRole('radio', { name: 'Shipped' }));
    expect(draft().jsonData.catalogue).toBeUndefined();
    await user.click(screen.getByRole('radio', { name: 'Own' }));
    expect(draft().jsonData.catalogue).toBe(SERVICE);
  });
});

describe('trying an objective', () => {
  const trial = () => screen.getAllByRole('button', { name: /^Try / })[0];

  it('shows value, counts, last event and coverage', async () => {
    const tryObjective = jest.fn<Promise<TryResult>, Parameters<TryObjective>>(async () => RESULT);
    const { user } = edit({ tryObjective });
    await user.click(trial());
    const [uid, id, signal] = tryObjective.mock.calls[0];
    expect(uid).toBe('error-budget');
    expect(signal.aborted).toBe(false);
    const row = within(screen.getByTestId(testIds.configEditor.trial(id)));
    for (const text of ['99.92 %', '9,992', '8', '10,000', '2026-11-22 10:30:00', '99.5 %', 'at risk', RESULT.why]) {
      expect(await row.findByText(text)).toBeInTheDocument();
    }
  });

  it('says what the row says besides its figures', async () => {
    const notices = [{ severity: 'warning' as const, text: 'bad matched no series at all in the window' }];
    const { user } = edit({ tryObjective: async () => ({ ...RESULT, provisional: true, notices }) });
    await user.click(trial());
    expect(await screen.findByText('bad matched no series at all in the window')).toBeInTheDocument();
    expect(screen.getByText('at risk, provisional')).toBeInTheDocument();
  });

  it('says why an objective cannot be measured', async () => {
    const { user } = edit({ tryObjective: () => Promise.reject(new Error('Prometheus does not answer')) });
    await user.click(trial());
    expect(await screen.findByText('Prometheus does not answer')).toBeInTheDocument();
  });

  it('is disabled with a reason while settings are unsaved', async () => {
    const tryObjective = jest.fn(async () => RESULT);
    const { user, save } = edit({ tryObjective });
    await enter(user, screen.getByLabelText(/^Dagster URL/), 'http://dagster');
    expect(trial()).toHaveAttribute('aria-disabled', 'true');
    expect(screen.getByText(/^Save the settings first/)).toBeInTheDocument();
    await user.click(trial());
    expect(tryObjective).not.toHaveBeenCalled();
    save();
    expect(screen.queryByText(/^Save the settings first/)).not.toBeInTheDocument();
    await user.click(trial());
    expect(tryObjective).toHaveBeenCalledTimes(1);
  });

  it('is enabled again once a change was taken back', async () => {
    const { user } = edit();
    await enter(user, screen.getByLabelText(/^Dagster URL/), 'x');
    await user.clear(screen.getByLabelText(/^Dagster URL/));
    expect(screen.queryByText(/^Save the settings first/)).not.toBeInTheDocument();
  });
});

describe('a provisioned data source', () => {
  it('can be read and tried, but not changed', async () => {
    const { user, draft } = edit({
      options: {
        readOnly: true,
        jsonData: { prometheusUrl: 'http://prometheus:9090', prometheusAuth: 'bearer', catalogue: SERVICE },
        secureJsonFields: { prometheusToken: true },
      },
    });
    const before = draft();
    for (const input of [...screen.getAllByRole('textbox'), ...screen.getAllByRole('radio')]) {
      expect(input.hasAttribute('disabled') || input.hasAttribute('readonly')).toBe(true);
    }
    expect(screen.getByLabelText(/^Demo data/)).toBeDisabled();
    expect(screen.getByLabelText(/^Skip verification/)).toBeDisabled();
    await user.click(fieldset('Prometheus').getByRole('button', { name: 'Reset' }));
    expect(draft()).toBe(before);
    expect(screen.queryByRole('button', { name: 'Load the shipped one' })).not.toBeInTheDocument();
  });
});

describe('saving', () => {
  /** As Grafana 12.4 passes it. */
  function validationOf() {
    const errors = new Map<string, string>();
    const validators = new Set<() => Promise<boolean> | boolean>();
    return {
      registerValidation: (validator: () => Promise<boolean> | boolean) => {
        validators.add(validator);
        return () => void validators.delete(validator);
      },
      validate: async () => (await Promise.all([...validators].map((validator) => validator()))).every(Boolean),
      isValid: () => errors.size === 0,
      getErrors: () => Object.fromEntries(errors),
      setError: (field: string, message: string) => void errors.set(field, message),
      clearError: (field: string) => void errors.delete(field),
    };
  }

  it('is kept back while the health check would refuse the settings', async () => {
    const validation = validationOf();
    const { user } = edit({ options: { jsonData: { catalogue: BROKEN, prometheusUrl: 'nonsense' } }, validation });
    expect(await validation.validate()).toBe(false);
    expect(validation.getErrors()).toEqual({
      prometheusUrl: expect.stringContaining('Expected a URL'),
      catalogue: expect.stringContaining('Servise'),
    });
    await user.clear(screen.getByLabelText(/^Prometheus URL/));
    await user.clear(screen.getByLabelText('YAML'));
    expect(await validation.validate()).toBe(true);
    expect(validation.getErrors()).toEqual({});
  });
});
