// A server for e-mail that keeps what it is given, for tests. `node catcher.js SMTP_PORT HTTP_PORT`: letters come in at the first, and
// are read at the second, `/letters?to=ADDRESS`, as JSON of their texts.
import { createServer } from 'node:http';

import { SMTPServer } from 'smtp-server';

const [smtpPort, httpPort] = process.argv.slice(2).map(Number);
const letters = [];

const smtp = new SMTPServer({
  authOptional: true,
  // The test's own machine: nobody listens between.
  hideSTARTTLS: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  onData(stream, session, done) {
    const chunks = [];
    stream.on('data', (chunk) => chunks.push(chunk));
    stream.on('end', () => {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      letters.push({ to, text: Buffer.concat(chunks).toString('utf8') });
      done();
    });
  },
});

const http = createServer((request, response) => {
  const address = new URL(request.url, 'http://catcher').searchParams.get('to');
  const found = letters.filter(({ to }) => to.includes(address)).map(({ text }) => text);
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found));
});

smtp.listen(smtpPort, '127.0.0.1', () => http.listen(httpPort, '127.0.0.1'));
