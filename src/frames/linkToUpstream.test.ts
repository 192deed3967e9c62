import { objectiveOf } from '../evaluation/objective.testing';
import { textField } from './fields';
import { linkToUpstream } from './linkToUpstream';

const objective = objectiveOf();
const field = textField('Asset', 'Key of the asset.', ['a', 'b']);
const linked = { objective, url: 'http://dagster/assets/a' };

describe('links to the upstream', () => {
  it('are on the texts of a column, and open a tab of their own', () => {
    expect(linkToUpstream(field, [linked, linked]).config).toEqual({
      description: 'Key of the asset.',
      links: [{ title: `Open in ${objective.indicator.source}`, url: '${__data.fields.Link}', targetBlank: true }],
    });
  });

  it('are none where a row has no address, or where there is no row', () => {
    expect(linkToUpstream(field, [linked, { objective }]).config.links).toBeUndefined();
    expect(linkToUpstream(field, []).config.links).toBeUndefined();
  });
});
