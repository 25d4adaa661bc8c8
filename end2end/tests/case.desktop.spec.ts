import { openCase } from './support/list.ts';
import { VIGGO } from './support/people.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('the timeline tells everything, the latest first', async ({ page }) => {
  const address = await openCase(page, VIGGO.civicNumber);
  await open(page, `${address}/tidslinje`);
  const events = page.locator('.case-main .timeline').getByRole('listitem');
  await expect(events.filter({ hasText: /Kontakt.*Samtal om komvux/ })).toContainText('2026-11-12');
  await expect(events.filter({ hasText: 'Registrerad av körningen' })).toContainText('2026-10-14');
  await expect(events.filter({ hasText: 'Slutade EE' }).first()).toContainText('De Geergymnasiet');
  const days = await events.locator('time').allTextContents();
  expect(days).toEqual(days.toSorted().toReversed());
  await expect(page.locator('.timeline')).toHaveCount(1);
  await page.getByRole('navigation', { name: 'Delar av ärendet' }).getByRole('link', { name: 'Adresser' }).click();
  await expect(page.locator('.case-aside .timeline')).toHaveCount(1);
});
