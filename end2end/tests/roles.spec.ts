import { LIST, rows } from './support/list.ts';
import { signIn } from './support/sign-in.ts';
import { expect, hydrated, open, test } from './support/test.ts';

test('whoever has two roles switches between them, and sees what each may', async ({ page }) => {
  await signIn(page, 'sara.holmqvist');
  const role = page.getByLabel('Roll', { exact: true });
  await expect(role.locator('option:checked')).toHaveText('Handläggare · Linköping');
  await expect(page.getByRole('heading', { name: 'Senaste körning', exact: true })).toBeVisible();

  await role.selectOption('Regionadministratör · Region Östergötland');
  await expect(page.getByText('· Regionadministratör · Region Östergötland')).toBeVisible();
  await hydrated(page);
  await expect(page.getByRole('heading', { name: 'Senaste körningar' })).toBeVisible();
  await open(page, `${LIST}?municipality=any-of:0581`);
  await expect(rows(page)).toHaveCount(15);

  await role.selectOption('Handläggare · Linköping');
  await expect(page).toHaveURL('/');
  await expect(page.getByText('· Handläggare · Linköping')).toBeVisible();
  await open(page, `${LIST}?municipality=any-of:0581`);
  await expect(page.getByText('Inget passar urvalet')).toBeVisible();
});
