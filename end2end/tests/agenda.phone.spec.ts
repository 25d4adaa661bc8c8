import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('today is one step away however much is late, and what is much is folded', async ({ page }) => {
  await open(page, '/uppfoljning/agenda');
  const parts = page.getByRole('navigation', { name: 'Agendans delar' });
  await expect(parts.getByRole('link').first()).toHaveText(/^Försenade\s*\d+$/);
  const later = page.getByRole('heading', { level: 2, name: /^Senare/ });
  await expect(later).not.toBeInViewport();
  await parts.getByRole('link', { name: /^Senare/ }).click();
  await expect(later).toBeInViewport();
  await expect(page).toHaveURL(/#agenda-later$/);

  const overdue = page.getByRole('region', { name: /^Försenade/ });
  const shown = overdue.getByRole('listitem').filter({ visible: true });
  await expect(shown).toHaveCount(8);
  await overdue.getByText(/^Visa \d+ till: Försenade$/).click();
  expect(await shown.count()).toBeGreaterThan(8);
});
