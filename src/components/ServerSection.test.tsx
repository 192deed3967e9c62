import './layout.testing';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { CatalogueSection } from './CatalogueSection';
import { ObjectivesSection } from './ObjectivesSection';
import { ServerSection } from './ServerSection';
import { draftOf } from './settings.testing';
import type { SettingsDraft } from './settingsChange';
import { settingsProblems } from './settingsProblems';

const SERVER = { serverUrl: 'http://error-budget:9464' };

function edit(options: Partial<SettingsDraft>) {
  let draft = draftOf(options);
  const show = (next: SettingsDraft) => {
    draft = next;
    view.rerender(page());
  };
  const page = () => <ServerSection options={draft} onOptionsChange={show} problems={settingsProblems(draft)} />;
  const view = render(page());
  return { user: userEvent.setup(), draft: () => draft };
}

describe('an Error Budget server', () => {
  it('is reached by a URL, without credentials unless a token is asked for', async () => {
    const { user, draft } = edit({});
    expect(screen.queryByRole('radio')).not.toBeInTheDocument();
    await user.click(screen.getByLabelText(/^Error Budget server URL/));
    await user.paste('http://error-budget:9464/');
    await user.tab();
    expect(draft().jsonData.serverUrl).toBe('http://error-budget:9464');
    await user.click(screen.getByRole('radio', { name: 'Bearer token' }));
    expect(settingsProblems(draft()).serverCredentials).toContain('Enter the token');
    await user.click(screen.getByLabelText(/^Error Budget server bearer token/));
    await user.paste('secret');
    expect(draft().secureJsonData?.serverToken).toBe('secret');
    expect(settingsProblems(draft())).toEqual({});
  });

  it('ends the demo, as every upstream does, and needs no other upstream', () => {
    expect(settingsProblems(draftOf({ jsonData: { ...SERVER, demo: false } }))).toEqual({});
  });

  it('is refused where its URL holds a path of the API', () => {
    const { serverUrl } = settingsProblems(draftOf({ jsonData: { serverUrl: 'http://error-budget:9464/api/v1' } }));
    expect(serverUrl).toContain('/api/v1');
  });

  it.each<[string, Partial<SettingsDraft>]>([
    ['a URL', { jsonData: { ...SERVER, dagsterUrl: 'http://dagster:3000' } }],
    ['a secret', { jsonData: SERVER, secureJsonFields: { trinoToken: true } }],
  ])('warns of %s of another upstream that is left beside it', (_, settings) => {
    edit(settings);
    expect(screen.getByText(/viewers can still reach them/)).toBeInTheDocument();
  });

  it('is said where the catalogue of the settings does not count', () => {
    render(
      <CatalogueSection
        options={draftOf({ jsonData: SERVER })}
        onOptionsChange={jest.fn()}
        parsed={{ state: 'blank' }}
      />
    );
    expect(screen.getByText('The catalogue of the Error Budget server is used, not this one')).toBeInTheDocument();
  });

  it.each([
    ['without another upstream, because it takes no queries', SERVER, 0],
    ['with one', { ...SERVER, dagsterUrl: 'http://dagster:3000' }, 19],
  ])('lets objectives be tried %s', (_, jsonData, tried) => {
    render(<ObjectivesSection saved={draftOf({ jsonData })} isUnsaved={false} tryObjective={jest.fn()} />);
    expect(screen.queryAllByRole('button', { name: /^Try / })).toHaveLength(tried);
    expect(screen.queryAllByText(/takes no queries/)).toHaveLength(tried === 0 ? 1 : 0);
  });
});
