import { type Page } from '@playwright/test';

import { sent } from './support/list.ts';
import { expect, open, test } from './support/test.ts';
import { type Role } from './support/users.ts';

/** Every number of the start page that leads to a list: the address, and the number. */
async function numbers(page: Page): Promise<[string, number][]> {
  return page.locator('main a[href*="/aktivitetsansvar"]').evaluateAll((links) =>
    links.map((link) => {
      const card = link.closest('.number-card, .start-alarm');
      const counted = card?.querySelector('.number-value, .start-alarm-count');
      const own = /\d/.test(link.textContent ?? '') ? link : counted;
      return [link.getAttribute('href') ?? '', Number((own?.textContent ?? '').replace(/\D/g, ''))];
    }),
  );
}

for (const role of ['caseworker', 'administrator'] satisfies Role[]) {
  test.describe(`of the ${role}`, () => {
    test.use({ signedInAs: role });

    test('each number leads to a list of as many', async ({ page }) => {
      await open(page, '/');
      const found = await numbers(page);
      expect(found.length).toBeGreaterThan(9);
      const lists = await sent(page, found.map(([address]) => address));
      const listed = lists.map((list) => Number(/([\d\s]+) individ/.exec(list)?.[1]?.replace(/\D/g, '')));
      // who was registered by hand on the day of a run is in its list too
      const ofRun = (address: string) => /[?&]registered=on:/.test(address);
      const exact = found.filter(([address]) => !ofRun(address));
      const shown = found.map(([address], place): [string, number | undefined] => [address, listed[place]]);
      expect(shown.filter(([address]) => !ofRun(address))).toEqual(exact);
      found.forEach(([address, number], place) => expect(listed[place], address).toBeGreaterThanOrEqual(number));
    });
  });
}
