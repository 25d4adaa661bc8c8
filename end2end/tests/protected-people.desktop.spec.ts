import { type Page } from '@playwright/test';

import { EVERYTHING, find, sent, total } from './support/list.ts';
import { cases } from './support/register.ts';
import { expect, open, test } from './support/test.ts';
import { type Role } from './support/users.ts';

/** The personal numbers of all rows of a list, page by page. */
async function listed(page: Page, address: string): Promise<Set<string>> {
  const count = Math.ceil((await total(page)) / 50);
  const pages = Array.from({ length: count }, (_, place) => `${address}&columns=civic-number&size=50&page=${place + 1}`);
  const texts = await sent(page, pages);
  return new Set(texts.flatMap((text) => text.match(/\b\d{8}-\d{4}\b/g) ?? []));
}

for (const role of ['caseworker', 'administrator'] satisfies Role[]) {
  test.describe(`to the ${role}`, () => {
    test.use({ signedInAs: role });

    test('protected people appear in no list, count or search', async ({ page }) => {
      const address = `${EVERYTHING}&municipality=any-of:0581`;
      await open(page, address);
      const seen = await listed(page, address);
      const all = cases('0581').map((printed) => printed.civic_number);
      const hidden = [...new Set(all)].filter((number) => !seen.has(number));
      expect(hidden.length, 'the demo has protected people').toBeGreaterThan(0);
      expect(await total(page)).toBe(all.filter((number) => seen.has(number)).length);
      for (const number of hidden) {
        await open(page, EVERYTHING);
        await find(page, number);
        await expect(page.getByText('Inget passar urvalet')).toBeVisible();
      }
    });
  });
}
