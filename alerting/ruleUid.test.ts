import { ruleUid } from './ruleUid';

describe('the uid of a rule', () => {
  it('names its objective and its condition', () => {
    expect(ruleUid('api-requests', 'b2-1h')).toBe('eb-api-requests-b2-1h');
  });

  it('never changes, and has 40 characters at most, however long the id is', () => {
    expect(ruleUid('a'.repeat(63), 'no-data')).toBe('eb-aaaaaaaaaaaaaaaaaaaaaaaaaaaa-7afee3bd');
  });

  it('distinguishes keys that are cut, and the entries of one document', () => {
    const long = 'a'.repeat(62);
    const owners = [`${long}b`, `${long}c`, 'shop', 'shop/2', 'shop-2', 'shop/3'];
    const uids = owners.flatMap((owner) => ['spent', 'no-data'].map((what) => ruleUid(owner, what)));
    expect(new Set(uids).size).toBe(uids.length);
    expect(uids.filter((uid) => !/^[\w-]{1,40}$/.test(uid))).toEqual([]);
  });
});
