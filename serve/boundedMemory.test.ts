import { BoundedMemory } from './boundedMemory';

describe('a bounded memory', () => {
  it('keeps what fits into its bytes, keys included', () => {
    const memory = new BoundedMemory<string>(22);
    memory.set('a', 'first', 10);
    memory.set('b', 'second', 10);
    expect([memory.get('a'), memory.get('b')]).toEqual(['first', 'second']);
  });

  it('forgets what was used longest ago', () => {
    const memory = new BoundedMemory<string>(22);
    memory.set('a', 'first', 10);
    memory.set('b', 'second', 10);
    memory.get('a');
    memory.set('c', 'third', 10);
    expect(['a', 'b', 'c'].map((key) => memory.get(key))).toEqual(['first', undefined, 'third']);
  });

  it('counts what replaces a value in its place', () => {
    const memory = new BoundedMemory<string>(22);
    memory.set('a', 'first', 10);
    memory.set('b', 'second', 10);
    for (let i = 0; i < 100; i++) {
      memory.set('a', `again ${i}`, 10);
    }
    expect([memory.get('a'), memory.get('b')]).toEqual(['again 99', 'second']);
  });

  it('keeps nothing that is larger than all of it, and has its room again afterwards', () => {
    const memory = new BoundedMemory<string>(22);
    memory.set('huge', 'larger', 100);
    expect(memory.get('huge')).toBeUndefined();
    memory.set('a', 'first', 10);
    memory.set('b', 'second', 10);
    expect([memory.get('a'), memory.get('b')]).toEqual(['first', 'second']);
  });
});
