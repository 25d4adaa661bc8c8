import { openCase } from './support/list.ts';
import { cases } from './support/register.ts';
import { expect, open, test } from './support/test.ts';

/** From where somebody has moved to the caseworker's Norrköping, so long ago that no other story deletes what was closed then. */
const BEFORE = { name: 'Linköping', code: '0580' };

test.use({ signedInAs: 'caseworker' });

test('what an earlier municipality has done for somebody is seen without its notes, and not changed', async ({ page, openElsewhere }) => {
  const earlier = new Set(cases(BEFORE.code).filter(({ status }) => status === 'closed').map((moved) => moved.civic_number));
  const moved = cases('0581').filter(({ civic_number, status }) => status !== 'closed' && earlier.has(civic_number));
  expect(moved.length, 'the demo has somebody who has moved').toBeGreaterThan(0);
  const neighbour = await openElsewhere('neighbour');
  const hidden: string[] = [];
  for (const { civic_number } of moved) {
    await open(neighbour, `${await openCase(neighbour, civic_number)}/atgarder`);
    const measures = neighbour.locator('.case-main article.measure').filter({ hasText: BEFORE.name });
    const notes = await measures.locator('.notes').allTextContents();
    hidden.push(...notes);

    await open(page, `${await openCase(page, civic_number)}/atgarder`);
    const theirs = page.locator('.case-main article.measure').filter({ hasText: BEFORE.name });
    await expect(theirs).toHaveCount(await measures.count());
    await expect(theirs.locator('.notes')).toHaveCount(0);
    await expect(theirs.getByRole('link', { name: /^Ändra/ })).toHaveCount(0);
    // some of its own notes say the same
    for (const note of notes) await expect(theirs.filter({ hasText: note })).toHaveCount(0);
    const own = page.locator('.case-main article.measure').filter({ hasText: 'Norrköping' });
    await expect(own.getByRole('link', { name: /^Ändra/ })).toHaveCount(await own.count());
  }
  expect(hidden.length, 'the demo has notes of an earlier municipality').toBeGreaterThan(0);
});
