import { aCalendar } from './support/follow-up-story.ts';
import { test } from './support/test.ts';

// what one account subscribes to is one list, so that each device has an account of its own
test.use({
  signedInAs: async ({}, use, { project }) => use(project.name.startsWith('phone') ? 'neighbour' : 'colleague'),
});

test('a calendar is subscribed to, read without signing in, and ended', async ({ page, baseURL }) =>
  aCalendar(page, baseURL ?? ''));
