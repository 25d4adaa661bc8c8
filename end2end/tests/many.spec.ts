import { askOfMany, askToHandOver } from './support/many-story.ts';
import { test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('measures, contacts and closed follow-ups are asked of many, and what is refused is opened again', async ({ page }, { project }) => {
  await askOfMany(page, project.name);
});

test('the way to handing over stands at the list, and says how many cases it concerns', async ({ page }, { project }) => {
  await askToHandOver(page, project.name);
});
