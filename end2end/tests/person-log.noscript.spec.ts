import { tellOfAPersonsLog } from './support/person-log-story.ts';
import { test } from './support/test.ts';

test.use({ signedInAs: 'auditor' });

test('who has seen somebody is told by the log', async ({ page }) => {
  await tellOfAPersonsLog(page);
});
