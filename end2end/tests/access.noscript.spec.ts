import { tellOfAUser } from './support/access-story.ts';
import { test } from './support/test.ts';

test.use({ signedInAs: 'accessAdministrator' });

test('a user is added, given permissions and a role, changed and removed', async ({ page, openElsewhere }) => {
  await tellOfAUser(page, await openElsewhere());
});
