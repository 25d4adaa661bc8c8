import { tellOfSessions } from './support/own-page-story.ts';
import { test } from './support/test.ts';

test('whoever has a one-time password chooses their own, and ends their other sessions', async ({ page, openElsewhere }) => {
  await tellOfSessions(page, await openElsewhere(), await openElsewhere());
});
