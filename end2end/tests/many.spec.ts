import { followUpsOfMany, measuresForMany, signedOutWhileAsking } from './support/many-story.ts';
import { test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('measures are registered for many, and who is refused is opened again', async ({ page }, { project }) =>
  measuresForMany(page, project.name));
test('contacts are registered for many, and their follow-ups closed with reasons', async ({ page }, { project }) =>
  followUpsOfMany(page, project.name));
test('what is filled in for many when the session ends is there after signing in', async ({ page }, { project }) =>
  signedOutWhileAsking(page, project.name));
