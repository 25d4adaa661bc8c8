import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails with each rule that the page breaks, the elements that break it, and how. */
async function expectNoViolations(axe: AxeBuilder) {
  const { violations } = await axe.analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
  expect(found).toEqual([]);
}

/** No rule is broken in light, and none of contrast in dark, where only the colours differ. */
export async function expectNoAxeViolations(page: Page) {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  // new colours are drawn piece by piece; what is wrong stays wrong
  await expect(() => expectNoViolations(new AxeBuilder({ page }).withTags(RULES))).toPass();
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await expect(() => expectNoViolations(new AxeBuilder({ page }).withRules(['color-contrast']))).toPass();
}
