import { tellOfAProfile } from './support/profile-story.ts';
import { test } from './support/test.ts';

/** What one user has chosen is the same on every device, so each device has a user of its own. */
const USER_OF: Record<string, string> = { desktop: 'karin.nyman', tablet: 'petra.alm', phone: 'emir.delic' };

test('a view is saved under a name and is back at the next sign-in', async ({ page }, { project }) => {
  await tellOfAProfile(page, USER_OF[project.name] ?? '');
});
