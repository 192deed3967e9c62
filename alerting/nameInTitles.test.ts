import { objectiveOf } from '../src/evaluation/objective.testing';
import { nameInTitles } from './nameInTitles';

const named = (...names: string[]) => {
  const objectives = names.map((displayName, index) => objectiveOf({ id: `objective-${index}`, displayName }));
  return objectives.map((objective) => nameInTitles({ categories: [], objectives, problems: [] }, objective));
};

describe('what the titles of rules call an objective', () => {
  it('is its name', () => {
    expect(named('API requests', 'Frontend requests')).toEqual(['API requests', 'Frontend requests']);
  });

  it('is its name and id where another has that name, in whatever case', () => {
    expect(named('Availability', 'Requests', 'availability ')).toEqual([
      'Availability (objective-0)',
      'Requests',
      'availability  (objective-2)',
    ]);
  });

  it('is cut and followed by its id where no title could hold it, whatever its letters cost', () => {
    const [latin, greek] = named('a'.repeat(200), 'α'.repeat(80));
    expect(latin).toBe(`${'a'.repeat(130 - 14 - 3)}… (objective-0)`);
    expect(greek).toMatch(/^α+… \(objective-1\)$/);
    expect(Buffer.byteLength(greek)).toBeLessThanOrEqual(130);
  });
});
