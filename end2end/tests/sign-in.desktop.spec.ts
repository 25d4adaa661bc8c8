import { type Page } from '@playwright/test';

import { chips, filter, find, order } from './support/list.ts';
import { sendSignIn, signIn, expireSession, SIGN_IN } from './support/sign-in.ts';
import { expect, expectProblem, hydrated, test } from './support/test.ts';
import { PASSWORD, USERS } from './support/users.ts';

const LISTED = '/aktivitetsansvar?sort=-registered&size=25';

test('a wrong password is told in English', async ({ page }) => {
  await page.goto(SIGN_IN);
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await sendSignIn(page, 'nobody', 'wrong');
  await expect(page.getByRole('alert', { name: 'The sign-in did not go through' })).toContainText(
    'The user name or the password is wrong.',
  );
});

test('each field that is left empty is named, and led to', async ({ page }) => {
  await page.goto(SIGN_IN);
  await page.getByRole('button', { name: 'Logga in', exact: true }).click();
  const summary = page.getByRole('alert');
  await expect(summary.getByRole('link')).toHaveText(['Skriv ditt användarnamn', 'Skriv ditt lösenord']);
  await expect(page.getByLabel('Lösenord')).toHaveAccessibleDescription('Skriv ditt lösenord');
  await summary.getByRole('link', { name: 'Skriv ditt lösenord' }).click();
  await expect(page.getByLabel('Lösenord')).toBeFocused();
});

const typing: { what: string; type: (page: Page) => Promise<void>; chip: string }[] = [
  { what: 'in the quick find', type: (page) => find(page, 'Dahl'), chip: 'Hittar ”Dahl”' },
  {
    what: 'in the filter',
    type: (page) => filter(page, 'Efternamn', 'börjar med', { text: ['Da'] }),
    chip: 'Efternamn börjar med ”Da”',
  },
];

for (const { what, type, chip } of typing) {
  test(`what was typed ${what} when the session had expired is there after signing in again`, async ({
    page,
    problems,
  }) => {
    await signIn(page, USERS.colleague, LISTED);
    await expireSession(page);
    await type(page);
    await expect(page).toHaveURL(`${SIGN_IN}?till=${encodeURIComponent(LISTED)}`);
    await expectProblem(problems, /401/);
    await sendSignIn(page, USERS.colleague, PASSWORD);
    await hydrated(page);
    await expect(chips(page).filter({ hasText: chip })).toHaveCount(1);
    expect(page.url().startsWith(new URL(LISTED, page.url()).href)).toBe(true);
    expect(page.url()).not.toMatch(/Da/);
    await expect(order(page)).toHaveText('Sorterat på Registrerad ↓');
  });
}
