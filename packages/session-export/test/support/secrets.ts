/** Secrets of many forms: made up, and put together here, so that nobody's scanner takes this file for a leak. */
export const secrets: Readonly<Record<string, string>> = {
  "a GitHub token": `ghp_${"wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"}`,
  "an npm token": `npm_${"abcdefghijklmnopqrstuvwxyz0123456789"}`,
  "a Slack token": ["xoxb", "123456789012", "1234567890123", "AbCdEfGhIjKlMnOpQrStUvWx"].join("-"),
  "an Anthropic key": `sk-ant-api03-${"a1B2".repeat(23)}a-${"a1B2c3"}AA`,
  "a password in an address": "https://user:hunter2pass@example.com/x",
  "a password in a DSN": "me:hunter2pass@tcp(db:3306)/app",
  "a variable": "DB_PASSWORD=correcthorse",
  "a quoted value": 'api_key: "correct horse battery"',
  "a value in JSON": '{"clientSecret": "correct-horse"}',
  "a bearer": "Authorization: Bearer abcdef0123456789",
  "a JSON web token": `${"eyJhbGciOiJIUzI1NiJ9"}.${"eyJzdWIiOiIxMjM0In0"}.c2lnbmF0dXJl`,
  "a private key": `-----BEGIN RSA PRIVATE ${"KEY"}-----\nMIIEpAIBAAKCAQEA7\n-----END RSA PRIVATE ${"KEY"}-----`,
}

/** What of each must be nowhere. */
export const traces = [
  ...["wWPw5k4aXcaT4fNP0", "abcdefghijklmnopqrstuvwxyz0123456789", "AbCdEfGhIjKlMnOpQrStUvWx", "a1B2a1B2a1B2"],
  ...[
    "hunter2",
    "correcthorse",
    "correct horse",
    "correct-horse",
    "abcdef0123456789",
    "c2lnbmF0dXJl",
    "MIIEpAIBAAKCAQEA7",
  ],
]
