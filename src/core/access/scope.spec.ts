import { allows, SCOPES } from './index.js';

describe('scopes', () => {
  it('each stand for themselves and for no other', () => {
    for (const granted of SCOPES.filter((scope) => scope !== 'admin')) {
      expect(SCOPES.filter((needed) => allows([granted], needed))).toEqual([granted]);
    }
  });

  it('are all implied by admin, and none by an empty list', () => {
    expect(SCOPES.every((needed) => allows(['admin'], needed))).toBe(true);
    expect(SCOPES.some((needed) => allows([], needed))).toBe(false);
  });
});
