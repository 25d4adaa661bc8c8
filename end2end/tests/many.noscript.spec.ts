import { askOfMany, askToHandOver } from './support/many-story.ts';
import { test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('measures, contacts and closed follow-ups are asked of many by forms alone', async ({ page }, { project }) => {
  await askOfMany(page, project.name);
});

test('the way to handing over says how many cases it concerns by forms alone', async ({ page }, { project }) => {
  await askToHandOver(page, project.name);
});
