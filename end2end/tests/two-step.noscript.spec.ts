import { test } from './support/test.ts';
import { tellOfTwoStep } from './support/two-step-story.ts';

test('two-step sign-in is turned on, used and turned off', async ({ page, openElsewhere }) => {
  await tellOfTwoStep(page, await openElsewhere(), await openElsewhere());
});
