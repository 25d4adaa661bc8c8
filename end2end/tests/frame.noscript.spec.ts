import { isShownInHeader, openMenu, openSettings } from './support/frame.ts';
import { chips, find, LIST } from './support/list.ts';
import { expireSession, sendSignIn, SIGN_IN } from './support/sign-in.ts';
import { expect, test } from './support/test.ts';
import { PASSWORD, USERS } from './support/users.ts';

test('signing in and out works, and each leads where it should', async ({ page }) => {
  await page.goto(LIST);
  await sendSignIn(page, USERS.neighbour, 'fel');
  await expect(page.getByRole('alert')).toContainText('Användarnamnet eller lösenordet stämmer inte.');
  await sendSignIn(page, USERS.neighbour, PASSWORD);
  await expect(page).toHaveURL(LIST);
  await page.getByRole('button', { name: 'Logga ut' }).click();
  await expect(page).toHaveURL(SIGN_IN);
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(SIGN_IN));
});

test('what was typed when the session had expired is there after signing in again', async ({ page }) => {
  await page.goto(LIST);
  await sendSignIn(page, USERS.neighbour, PASSWORD);
  await expireSession(page);
  await find(page, 'Dahl');
  await expect(page).toHaveURL(`${SIGN_IN}?till=${encodeURIComponent(LIST)}`);
  await sendSignIn(page, USERS.neighbour, PASSWORD);
  await expect(chips(page).first()).toHaveText('Hittar ”Dahl”');
  expect(page.url()).not.toMatch(/Dahl/);
});

test('a role is switched by a button', async ({ page }) => {
  await page.goto(SIGN_IN);
  await sendSignIn(page, 'sara.holmqvist', PASSWORD);
  await page.getByLabel('Roll', { exact: true }).selectOption('Regionadministratör · Region Östergötland');
  await page.getByRole('button', { name: 'Byt roll' }).click();
  await expect(page.getByText('· Regionadministratör · Region Östergötland')).toBeVisible();
});

test.describe('signed in', () => {
  test.use({ signedInAs: 'caseworker' });

  test('the role stands on every page', async ({ page }) => {
    for (const path of ['/', LIST]) {
      await page.goto(path);
      await isShownInHeader(page, 'Handläggare · Norrköping');
    }
  });

  test('language, theme and menu work', async ({ page }) => {
    await page.goto(LIST);
    await (await openSettings(page)).getByRole('button', { name: 'English' }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await expect(page).toHaveURL(LIST);
    await (await openSettings(page)).getByRole('button', { name: 'Dark' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect(page).toHaveURL(LIST);
    await (await openMenu(page)).getByRole('link', { name: 'Start' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello, Åsa');
  });
});
