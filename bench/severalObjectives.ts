import type { Objective } from '../src/catalogue/objective';
import { parseCatalogue } from '../src/catalogue/parseCatalogue';
import { fixtureText } from '../tests/integration/prometheus/objectives';

const SERVICES = ['s1', 's2', 's3', 's4', 's5', 's6'];
const PROBES = ['p1', 'p2', 'p3', 'p4', 'p5'];

/** Objectives over the services and probes of the fixture in turn, each with queries of its own. */
export function severalObjectives(count: number): Objective[] {
  const rounds = Array.from({ length: Math.ceil(count / (SERVICES.length + PROBES.length)) }, (_, round) =>
    fixtureText(SERVICES, PROBES)
      .replaceAll(/application="(\w+)"/g, `application=~"$1|none${round}"`)
      .replaceAll(/name: ([sp]\d)\b/g, `name: $1-${round}`)
  );
  const [first, ...others] = rounds;
  const { objectives, problems } = parseCatalogue([first, ...others.map(withoutService)].join('\n---\n'));
  if (problems.length > 0) {
    throw new Error(problems.map(({ message }) => message).join('\n'));
  }
  return objectives.slice(0, count);
}

function withoutService(text: string): string {
  return text.slice(text.indexOf('---') + 4);
}
