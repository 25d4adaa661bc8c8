import { signIn } from './support/sign-in.ts';
import { expect, test } from './support/test.ts';

test('without script no passkey is offered, and the page says so', async ({ page }) => {
  await page.goto('/logga-in');
  await expect(page.getByRole('button', { name: 'Logga in', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Logga in med passkey' })).toBeHidden();
  await signIn(page, 'asa.lindqvist');
  await page.goto('/min-sida');
  await expect(page.getByText('Passkeys behöver skript')).toBeVisible();
});
