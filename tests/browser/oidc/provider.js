// A certified OpenID provider, for tests on this machine: whoever comes is whom they say, by a mailbox that is verified.
// Takes our address to come back to; prints its own.
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: "lofteskoll", client_secret: process.argv[3], redirect_uris: [process.argv[2]] }],
    cookies: { keys: ["for tests only"] },
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    findAccount: (_, mailbox) => ({
      accountId: mailbox,
      claims: () => ({ sub: mailbox, email: mailbox, email_verified: true }),
    }),
  });
  server.on("request", provider.callback());
  console.log(issuer);
});
