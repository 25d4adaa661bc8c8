import { aFollowUpOfAClosedCase, theAgenda } from './support/follow-up-story.ts';
import { test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('the agenda leads to the contact that is to be followed up', async ({ page }) => theAgenda(page));
test('a follow-up of a closed case stays in the list until somebody closes it', async ({ page }, { project }) =>
  aFollowUpOfAClosedCase(page, project.name));
