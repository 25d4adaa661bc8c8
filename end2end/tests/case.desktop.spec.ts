import { LIST, openCase, rows } from './support/list.ts';
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

test('from case to case within the list one came from, with the same tab open', async ({ page }) => {
  await open(page, `${LIST}?sort=-registered,surname&size=5`);
  const names = await rows(page).getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('aria-label') ?? ''));
  const heading = page.getByRole('heading', { level: 1 });
  const shows = (name = '') => expect(heading).toContainText(name.split(', ')[0] ?? '');
  await rows(page).first().getByRole('link').click();
  await shows(names[0]);
  const beside = page.getByRole('navigation', { name: 'Ärendet före och efter i listan' });
  await page.getByRole('navigation', { name: 'Delar av ärendet' }).getByRole('link', { name: 'Åtgärder' }).click();
  await expect(page.locator('.tab[aria-current=page]')).toContainText('Åtgärder');
  await beside.getByRole('link', { name: 'Nästa' }).click();
  await shows(names[1]);
  await expect(page).toHaveURL(/\/atgarder\?lista=/);
  await beside.getByRole('link', { name: 'Föregående' }).click();
  await shows(names[0]);
  await expect(beside.getByRole('link', { name: 'Föregående' })).toHaveCount(0);
});
