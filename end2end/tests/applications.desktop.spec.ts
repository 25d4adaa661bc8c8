import { expectNoAxeViolations } from './support/accessibility.ts';
import { APPLICATIONS, APPLY, tellOfAnApplication } from './support/application-story.ts';
import { expectNoSidewaysScroll } from './support/frame.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('a role is applied for, refused and answered', async ({ page, openElsewhere }) => {
  const decider = await openElsewhere('accessAdministrator');
  await tellOfAnApplication(page, decider, 'Åsa Lindqvist');
  await open(page, APPLY);
  await expectNoAxeViolations(page);
  await open(decider, APPLICATIONS);
  await expectNoAxeViolations(decider);
  await decider.getByRole('listitem').filter({ hasText: 'Åsa Lindqvist' }).first().getByRole('link').click();
  await expect(decider.getByRole('heading', { level: 1, name: 'Få en roll: Granskare' })).toBeVisible();
  await expectNoAxeViolations(decider);
  for (const width of [1440, 820, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await expectNoSidewaysScroll(page);
  }
});
