import { tellOfAProfile } from './support/profile-story.ts';
import { test } from './support/test.ts';

const USER_OF: Record<string, string> = {
  'desktop without script': 'sara.holmqvist',
  'phone without script': 'leila.haddad',
};

test('profiles are saved, renamed, chosen and removed', async ({ page }, { project }) => {
  await tellOfAProfile(page, USER_OF[project.name] ?? '');
});
