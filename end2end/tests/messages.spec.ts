import { expectNoAxeViolations } from './support/accessibility.ts';
import { expectNoSidewaysScroll } from './support/frame.ts';
import { MESSAGES, tellOfAMessage } from './support/message-story.ts';
import { signIn } from './support/sign-in.ts';
import { expect, open, test } from './support/test.ts';

// each of these is written to by one story alone, so that what they have not read is counted
const PAIRS: Record<string, [string, string, string, string]> = {
  desktop: ['petra.alm', 'Petra Alm', 'emir.delic', 'Emir Delić'],
  tablet: ['emir.delic', 'Emir Delić', 'petra.alm', 'Petra Alm'],
  phone: ['tomas.hage', 'Tomas Hage', 'ulrika.strand', 'Ulrika Strand'],
};

test('a message is written, read, answered and put away', async ({ page, openElsewhere }, { project }) => {
  const [writer, writerName, reader, readerName] = PAIRS[project.name] ?? ['', '', '', ''];
  const elsewhere = await openElsewhere();
  await signIn(page, writer);
  await signIn(elsewhere, reader);
  await tellOfAMessage(page, elsewhere, { writer: writerName, reader: readerName }, project.name);
  for (const address of [MESSAGES, `${MESSAGES}/nytt`]) {
    await open(page, address);
    await expectNoAxeViolations(page);
    await expectNoSidewaysScroll(page);
  }
  await open(page, MESSAGES);
  await page.getByRole('listitem').filter({ hasText: 'Sv: ' }).first().getByRole('link').click();
  await expect(page.getByRole('link', { name: 'Svara' })).toBeVisible();
  await expectNoAxeViolations(page);
  await expectNoSidewaysScroll(page);
});
