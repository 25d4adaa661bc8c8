import { expectNoAxeViolations } from './support/accessibility.ts';
import { expectNoSidewaysScroll } from './support/frame.ts';
import { aReport, anObstacle, OBSTACLES } from './support/scb-story.ts';
import { open, test } from './support/test.ts';

test.describe('a region administrator', () => {
  test.use({ signedInAs: 'administrator' });

  test('a report is made, looked at, fetched and closed', async ({ page }, { project }) => {
    await aReport(page, project.name);
    await expectNoSidewaysScroll(page);
    await expectNoAxeViolations(page);
    await open(page, '/scb-export');
    await expectNoSidewaysScroll(page);
    await expectNoAxeViolations(page);
  });
});

test.describe('a caseworker', () => {
  test.use({ signedInAs: 'caseworker' });

  test('what is in the way of a report leads to where it is mended', async ({ page }) => {
    await anObstacle(page);
    await open(page, OBSTACLES);
    await expectNoSidewaysScroll(page);
    await expectNoAxeViolations(page);
  });
});
