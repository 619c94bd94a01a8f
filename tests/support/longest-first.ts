import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** A minute or more each. Vitest begins with the largest files, and these are small: one that began last would run on alone. */
const LONGEST = [
  'tests/simulation/run.test.ts',
  'tests/integration/push/promise-5-whole.test.ts',
  'tests/integration/push/promise-5.test.ts',
  'tests/e2e/look.spec.ts',
  'tests/e2e/look-booking.spec.ts',
  'tests/e2e/avito.spec.ts',
  'tests/e2e/weight.spec.ts',
  'tests/e2e/channel-states.spec.ts',
  'tests/e2e/look-channels.spec.ts',
  'tests/e2e/newcomer.spec.ts',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((file) => moduleId.endsWith(file));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}
