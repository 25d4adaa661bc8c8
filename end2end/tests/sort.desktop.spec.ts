import { cells, EVERYTHING, LIST, order } from './support/list.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('å, ä and ö come last in the alphabet', async ({ page }) => {
  await open(page, `${EVERYTHING}&sort=-surname&size=50`);
  const names = await cells(page, 'Efternamn').allTextContents();
  expect(names).toHaveLength(50);
  expect(names[0]).toMatch(/^Ö/);
  expect(names).toEqual(names.toSorted(new Intl.Collator('sv').compare).toReversed());
});

test('a click on a heading sorts, another turns it, and one with Shift adds a key', async ({ page }) => {
  await open(page, LIST);
  const registered = page.getByRole('columnheader', { name: 'Registrerad' });
  const status = page.getByRole('columnheader', { name: 'Status' });
  await expect(page.getByRole('columnheader', { name: 'Efternamn' })).toHaveAttribute('aria-sort', 'ascending');

  await registered.getByRole('link').click();
  await expect(order(page)).toHaveText('Sorterat på Registrerad ↑');
  await expect(registered).toHaveAttribute('aria-sort', 'ascending');
  await registered.getByRole('link').click();
  await expect(order(page)).toHaveText('Sorterat på Registrerad ↓');
  await expect(registered).toHaveAttribute('aria-sort', 'descending');

  await status.getByRole('link').click();
  await expect(order(page)).toHaveText('Sorterat på Status ↑');
  await registered.getByRole('link').click({ modifiers: ['Shift'] });
  await expect(order(page)).toHaveText('Sorterat på Status ↑, därefter Registrerad ↑');
  await registered.getByRole('link').click({ modifiers: ['Shift'] });
  await expect(order(page)).toHaveText('Sorterat på Status ↑, därefter Registrerad ↓');
  await expect(page).toHaveURL(/sort=status,-registered$/);
  // only the first key is the heading's sort; the second says its place in words
  await expect(status).toHaveAttribute('aria-sort', 'ascending');
  await expect(registered).not.toHaveAttribute('aria-sort');
  await expect(registered).toContainText('nyckel 2');
  const days = await cells(page, 'Registrerad').allTextContents();
  expect(days).toEqual(days.toSorted().toReversed());
});
