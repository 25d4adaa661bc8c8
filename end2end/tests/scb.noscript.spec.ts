import { aReport, anObstacle } from './support/scb-story.ts';
import { test } from './support/test.ts';

test.describe('a region administrator', () => {
  test.use({ signedInAs: 'administrator' });
  test('a report is made, looked at, fetched and closed', async ({ page }, { project }) => aReport(page, project.name));
});

test.describe('a caseworker', () => {
  test.use({ signedInAs: 'caseworker' });
  test('what is in the way of a report leads to where it is mended', async ({ page }) => anObstacle(page));
});
