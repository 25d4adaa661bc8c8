import { type Locator, type Page } from '@playwright/test';

import { LIST, chips, find, order, rows, span } from './support/list.ts';
import { VIGGO } from './support/people.ts';
import { SIGN_IN } from './support/sign-in.ts';
import { expect, hydrated, open, test } from './support/test.ts';
import { PASSWORD, USERS } from './support/users.ts';

/** Presses Tab until the element has the focus, which must then be seen. */
async function tabTo(page: Page, target: Locator) {
  await target.waitFor();
  for (let steps = 0; steps < 40; steps += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) break;
  }
  await expect(target).toBeFocused();
  const ring = await target.evaluate((element) => {
    const { outlineStyle, boxShadow } = getComputedStyle(element);
    return outlineStyle !== 'none' || boxShadow !== 'none';
  });
  expect(ring, 'the focus is seen').toBe(true);
}

test('the keyboard alone leads from signing in to a case and its tabs', async ({ page }) => {
  await page.goto(SIGN_IN);
  await tabTo(page, page.getByLabel('Användarnamn'));
  await page.keyboard.type(USERS.caseworker);
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hej, Åsa');
  await hydrated(page);

  await tabTo(page, page.getByRole('link', { name: 'Hoppa till innehållet' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.goto('/');
  await hydrated(page);
  await tabTo(page, page.getByRole('navigation').getByRole('link', { name: 'Aktivitetsansvar' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/aktivitetsansvar');
  await expect(page.getByRole('main')).toBeFocused();
  await expect(rows(page)).toHaveCount(15);

  await page.keyboard.press('ArrowDown');
  await expect(rows(page).nth(0).getByRole('link')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(rows(page).nth(2).getByRole('link')).toBeFocused();
  await page.keyboard.press('End');
  await expect(rows(page).nth(14).getByRole('link')).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowUp');
  await expect(rows(page).nth(0).getByRole('link')).toBeFocused();

  await page.keyboard.press('PageDown');
  await expect(span(page)).toHaveText(/^16–30 /);
  await page.keyboard.press('Home');
  await expect(rows(page).nth(0).getByRole('link')).toBeFocused();
  await page.keyboard.press('PageUp');
  await expect(span(page)).toHaveText(/^1–15 /);
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Kortkommandon' });
  await expect(keys).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(keys).toBeHidden();

  await page.keyboard.press('/');
  await expect(page.getByLabel('Hitta i urvalet')).toBeFocused();
  await page.keyboard.type(VIGGO.civicNumber);
  await page.keyboard.press('Enter');
  await expect(chips(page).first()).toContainText(VIGGO.civicNumber);
  await expect(rows(page)).toHaveCount(1);
  await tabTo(page, rows(page).getByRole('link'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Viggo.*Dahl/);
  await expect(page.getByRole('main')).toBeFocused();
  await tabTo(page, page.getByRole('link', { name: 'Tidslinje', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/tidslinje\?lista=[^&]+$/);
});

test.describe('in a list', () => {
  test.use({ signedInAs: 'caseworker' });
  test('a row that was opened in a tab of its own does not take the focus when the list changes', async ({ page, context }) => {
    await open(page, LIST);
    await find(page, VIGGO.civicNumber);
    await expect(rows(page)).toHaveCount(1);
    const opened = context.waitForEvent('page');
    await rows(page).getByRole('link').click({ modifiers: ['Control'] });
    await (await opened).close();
    await page.getByRole('columnheader', { name: 'Registrerad' }).getByRole('link').click();
    await expect(order(page)).toContainText('Registrerad');
    await expect(rows(page)).toHaveCount(1);
    await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
    await expect(rows(page).getByRole('link')).not.toBeFocused();

    // Where it is opened here, it has the focus when its reader comes back.
    await rows(page).getByRole('link').click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Viggo.*Dahl/);
    await page.goBack();
    await expect(rows(page).getByRole('link')).toBeFocused();
  });
});
