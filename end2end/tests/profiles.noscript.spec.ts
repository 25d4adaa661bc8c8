import { tellOfAnOverlay } from './support/overlay-story.ts';
import { tellOfAProfile } from './support/profile-story.ts';
import { test } from './support/test.ts';

const USER_OF: Record<string, string> = {
  'desktop without script': 'sara.holmqvist',
  'phone without script': 'leila.haddad',
};

test('profiles are saved, renamed, chosen and removed', async ({ page }, { project }) => {
  await tellOfAProfile(page, USER_OF[project.name] ?? '');
});

/** What is chosen is of a list, so each device has a list of its own. */
const LIST_OF: Record<string, string> = { 'desktop without script': '/enheter', 'phone without script': '/studievagar' };

test('what is changed in a shared profile is back by forms and links alone', async ({ page }, { project }) => {
  await tellOfAnOverlay(page, LIST_OF[project.name] ?? '', 'Några fler');
});
