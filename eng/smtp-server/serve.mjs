// A mail server on loopback for one test. The settings are JSON, its only argument; what happens is a JSON object a line on stdout: "listening", "secured",
// "authenticated", "refused", "mail", and "message" with what mailparser reads in it. It ends when its standard input does, so none is left behind.
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

const settings = JSON.parse(process.argv[2]);
const say = (event, more = {}) => process.stdout.write(JSON.stringify({ event, ...more }) + "\n");

// What "mail", "rcpt", "text" and "end" are answered, one after the other: a reply such as "451 4.7.1 later", "break" or "hang"; after the last, yes.
function answer(at, session, done) {
  const next = settings.answers?.[at]?.shift();
  if (next === undefined) return done();
  if (next === "hang") return say("hanging");
  if (next === "break") {
    session.isBroken = true;
    return [...server.connections].find((c) => c.session.id === session.id)._socket.destroy();
  }
  return done(Object.assign(new Error(next.slice(4)), { responseCode: Number(next.slice(0, 3)) }));
}

async function read(raw) {
  const mail = await simpleParser(raw, { skipImageLinks: true });
  return {
    raw: raw.toString("latin1"),
    headers: mail.headerLines.map((h) => h.line),
    from: mail.from.text,
    to: mail.to.value.map((a) => a.address),
    subject: mail.subject,
    autoSubmitted: mail.headers.get("auto-submitted"),
    autoResponseSuppress: mail.headers.get("x-auto-response-suppress"),
    contentLanguage: mail.headers.get("content-language"),
    text: mail.text,
    html: mail.html,
    attachments: mail.attachments.length,
  };
}

const server = new SMTPServer({
  key: settings.key,
  cert: settings.certificate,
  secure: settings.security === "tls",
  disabledCommands: settings.security === "none" ? ["STARTTLS"] : [],
  banner: "x".repeat(settings.bannerBytes ?? 0),
  authMethods: settings.methods ?? ["PLAIN"],
  authOptional: settings.user === undefined,
  disableReverseLookup: true,
  onSecure(socket, session, done) {
    say("secured", { protocol: socket.getProtocol() });
    done();
  },
  onAuth(auth, session, done) {
    const isRight = auth.username === settings.user && (auth.method === "XOAUTH2" ? auth.accessToken : auth.password) === settings.secret;
    say(isRight ? "authenticated" : "refused", { method: auth.method });
    if (isRight) done(null, { user: auth.username });
    else if (auth.method === "XOAUTH2") done(null, { data: { status: "401", schemes: "bearer" } });
    else done(new Error("no"));
  },
  onMailFrom(address, session, done) {
    say("mail");
    answer("mail", session, done);
  },
  onRcptTo(address, session, done) {
    answer("rcpt", session, done);
  },
  onData(stream, session, done) {
    const chunks = [];
    stream.on("data", (chunk) => {
      if (chunks.push(chunk) === 1) answer("text", session, () => {});
    });
    stream.on("end", async () => {
      // A server that breaks off within the text has not got the message, though a short one is read in one piece.
      if (session.isBroken) return;
      say("message", await read(Buffer.concat(chunks)));
      answer("end", session, done);
    });
  },
});

// Clients that break off are part of the tests.
server.on("error", () => {});
server.listen(0, "127.0.0.1", () => say("listening", { port: server.server.address().port }));
process.stdin.on("end", () => process.exit(0)).resume();
