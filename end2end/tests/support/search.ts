import { expect, type Locator, type Page } from '@playwright/test';

/** What opens the search; an icon where there is little room. */
export const opener = (page: Page) => page.getByRole('banner').getByRole('link', { name: /^Sök/ });

/** The dialog of the search. */
export const dialog = (page: Page) => page.getByRole('dialog', { name: 'Sök personer, enheter och sidor' });

/** Where one types. */
export const field = (page: Page) => dialog(page).getByRole('combobox');

/** What is found. */
export const hits = (page: Page) => dialog(page).getByRole('option');

/** What Enter leads to. */
export const chosen = (page: Page) => dialog(page).getByRole('option', { selected: true });

/** What is said of what is found. */
export const note = (page: Page) => dialog(page).getByRole('status');

/** Opens the search by the keyboard. */
export async function openSearch(page: Page): Promise<Locator> {
  await page.keyboard.press('Control+k');
  await expect(field(page)).toBeFocused();
  return field(page);
}
