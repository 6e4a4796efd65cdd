import { DomainError } from '../../core/errors/index.js';
import { plainInput } from './plain-input.js';

const codeOf = (value: unknown): string | null => {
  try {
    plainInput(value);
    return null;
  } catch (error) {
    return error instanceof DomainError ? `${error.errors[0]?.field} ${error.code}` : String(error);
  }
};

describe('plainInput', () => {
  it('takes null for not given, at any depth', () => {
    expect(plainInput({ a: null, b: { c: null, d: 0 }, e: '' })).toEqual({ b: { d: 0 }, e: '' });
  });

  it('keeps a null in a list, so that validation can name its place', () => {
    expect(plainInput({ workloads: [null, { task: 'x' }] })).toEqual({ workloads: [null, { task: 'x' }] });
  });

  it('refuses a list within a list', () => {
    expect(codeOf({ workloads: [[]] })).toBe('workloads.0 VALIDATION_FAILED');
  });

  it('refuses names that every object has', () => {
    expect(codeOf({ constructor: '1' })).toBe('constructor VALIDATION_FAILED');
    expect(codeOf({ workloads: [{ toString: 1 }] })).toBe('workloads.0.toString VALIDATION_FAILED');
  });

  it('refuses what is nested beyond reason without exhausting the stack', () => {
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`);
    expect(codeOf(deep)).toMatch(/VALIDATION_FAILED$/);
  });
});
