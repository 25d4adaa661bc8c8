import { expect, type Locator, type Page } from '@playwright/test';

import { open } from './test.ts';

export const LIST = '/aktivitetsansvar';
/** The list without its default selection, so that closed cases are in it too. */
export const EVERYTHING = `${LIST}?filter=none`;
/** Every open case, also of those who study elsewhere: only what opens and closes cases moves the rows. */
export const OPEN = `${LIST}?status=none-of:closed`;

/** Each row by the cell that opens it. */
export const rows = (page: Page) => page.getByRole('rowheader');

/** The cells of a column, by its heading. */
export const cells = (page: Page, heading: string) => page.locator(`tbody [data-label="${heading}"]`);

/** Which rows of how many are shown. */
export const span = (page: Page) => page.getByRole('status').filter({ hasText: /^[\d\s]+–[\d\s]+ av [\d\s]+$/ });

/** How many rows the selection has. */
export async function total(page: Page): Promise<number> {
  await expect(span(page)).toBeVisible();
  const text = await span(page).textContent();
  return Number(text?.split(' av ')[1]?.replace(/\D/g, ''));
}

/** A number as it is read: thousands stand apart. */
export const grouped = (number: number) => String(number).replace(/\B(?=(\d{3})+$)/g, ' ');

/** The order, spelled out. */
export const order = (page: Page) => page.getByText(/^Sorterat på /);

/** What is chosen. */
export const chips = (page: Page) => chosen(page).locator('.chip-text');

/** The list of what is chosen, with what removes each part. */
export const chosen = (page: Page) => page.getByRole('list', { name: 'Valda filter' });

/** Opens a tool of the list that folds, such as *Filter*. */
export async function openTool(page: Page, name: string): Promise<Locator> {
  const tool = page.locator('.list-tools > details').filter({ has: page.locator('summary', { hasText: name }) });
  if (!(await tool.evaluate((details: HTMLDetailsElement) => details.open))) await tool.locator('summary').first().click();
  await expect(tool).toHaveAttribute('open');
  return tool;
}

type Values = { text?: string[]; chosen?: string[] };

/** Fills in the filter of a column and applies the panel. */
export async function filter(page: Page, column: string, comparison: string, { text = [], chosen = [] }: Values = {}) {
  const panel = await openTool(page, 'Filter');
  const field = panel.getByRole('group', { name: column, exact: true });
  await field.getByRole('combobox').selectOption({ label: comparison });
  const values = field.locator('input:not([type=checkbox]):visible');
  await expect(values).toHaveCount(text.length);
  for (const [place, value] of text.entries()) await values.nth(place).fill(value);
  for (const box of await field.getByRole('checkbox').all()) await box.setChecked(false);
  for (const name of chosen) await field.getByRole('checkbox', { name, exact: true }).check();
  await panel.getByRole('button', { name: 'Verkställ' }).click();
}

/** Looks for something among the rows. */
export async function find(page: Page, text: string) {
  await page.getByLabel('Hitta i urvalet').fill(text);
  await page.getByLabel('Hitta i urvalet').press('Enter');
}

/** The pages of some addresses as the server sends them, which is quicker than going there. */
export async function sent(page: Page, addresses: string[]): Promise<string[]> {
  return page.evaluate(
    (wanted) =>
      Promise.all(
        wanted.map(async (address) => {
          const answer = await fetch(address, { headers: { accept: 'text/html' } });
          return answer.text();
        }),
      ),
    addresses,
  );
}

/** Goes to the page of a case as its caseworker finds it, and tells its address. */
export async function openCase(page: Page, civicNumber: string): Promise<string> {
  await open(page, EVERYTHING);
  await find(page, civicNumber);
  await expect(rows(page)).toHaveCount(1);
  await rows(page).getByRole('link').click();
  await expect(page.getByRole('navigation', { name: 'Delar av ärendet' })).toBeVisible();
  return new URL(page.url()).pathname;
}
