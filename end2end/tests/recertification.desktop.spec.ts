import { expectNoAxeViolations } from './support/accessibility.ts';
import { expectNoSidewaysScroll } from './support/frame.ts';
import { beginOne, confirm, decideNothing, endTheUnused, tellOfADayTooEarly } from './support/recertification-story.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'accessAdministrator' });

test('what nobody uses is flagged, and what works is looked through', async ({ page }) => {
  await open(page, '/behorigheter?unused-since=not-empty');
  await expect(page.getByText(/användare har något som inte har använts på 90 dagar/)).toBeVisible();
  await page.getByRole('link', { name: 'Ingrid Falk' }).click();
  await expect(page.getByText(/Aldrig använd, given /)).toBeVisible();

  await tellOfADayTooEarly(page);
  await expectNoAxeViolations(page);
  await beginOne(page);
  await decideNothing(page);
  await confirm(page, 'Mikael Öberg', 'Anna Berg');
  await endTheUnused(page, 'Ingrid Falk');
  await expectNoAxeViolations(page);
  for (const width of [1440, 820, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await expectNoSidewaysScroll(page);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, '/behorigheter');
  await expect(page.getByText(/En behörighetsgenomgång pågår till och med 2026-12-24/)).toBeVisible();
});
