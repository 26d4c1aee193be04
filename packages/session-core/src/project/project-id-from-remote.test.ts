import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { projectIdFromRemote } from "./project-id-from-remote.ts"

describe("a remote's URL gives the project id that the documentation promises", () => {
  test.each([
    ["git@github.com:opencode-ai/opencode.git", "github.com/opencode-ai/opencode"],
    ["https://github.com/opencode-ai/opencode/", "github.com/opencode-ai/opencode"],
    ["ssh://git@github.com/opencode-ai/opencode.git", "github.com/opencode-ai/opencode"],
    ["https://user:token@github.com/o/r.git", "github.com/o/r"],
    ["alice@host.example:o/r.git", "host.example/o/r"],
    ["ssh://git@host.example:2222/o/r", "host.example/o/r"],
    ["https://GitHub.com/O/R.git", "github.com/o/r"],
    ["https://git.example:8443/o/r", "git.example:8443/o/r"],
    ["git@gitlab.com:group/sub/r.git", "gitlab.com/group/sub/r"],
    ["/srv/git/r.git", null],
    ["file:///srv/git/r.git", null],
  ])("%s → %s", (url, id) => expect(projectIdFromRemote(url)).toBe(id))
})

describe("other spellings", () => {
  test.each([
    // Schemes and ports.
    ["git://host.example/o/r.git", "host.example/o/r"],
    ["git://host.example:9418/o/r.git", "host.example/o/r"],
    ["git+ssh://git@host.example:2222/o/r.git", "host.example/o/r"],
    ["https://host.example:443/o/r", "host.example/o/r"],
    ["http://host.example:80/o/r", "host.example/o/r"],
    ["http://host.example:443/o/r", "host.example:443/o/r"],
    ["HTTPS://HOST.example/O/R", "host.example/O/R"],
    ["ssh://git@ssh.github.com:443/O/R.git", "github.com/o/r"],
    ["ssh://git@altssh.gitlab.com:443/o/r.git", "gitlab.com/o/r"],
    ["https://www.github.com/o/r", "github.com/o/r"],
    ["https://github.com./o/r", "github.com/o/r"],
    // Paths.
    ["https://host.example//o///r.git//", "host.example/o/r"],
    ["https://host.example/o/r.git.git", "host.example/o/r.git"],
    ["https://host.example/o/r/.git", "host.example/o/r"],
    ["https://GitHub.com/O/R.GIT", "github.com/o/r"],
    ["git@host.example:/srv/git/r.git", "host.example/srv/git/r"],
    ["ssh://git@host.example/~alice/r.git", "host.example/~alice/r"],
    ["host.example:o/r", "host.example/o/r"],
    ["https://tangled.example/@alice.example/r", "tangled.example/@alice.example/r"],
    // Git reads what follows the colon as the path: a port takes the `ssh://` form or brackets.
    ["git@host.example:2222/o/r", "host.example/2222/o/r"],
    ["[git@host.example:2222]:o/r.git", "host.example/o/r"],
    ["git@[host.example:2222]:o/r.git", "host.example/o/r"],
    // Percent-encoding and other letters.
    ["https://dev.azure.com/org/My%20Project/_git/r", "dev.azure.com/org/My Project/_git/r"],
    ["https://host.example/%E2%9C%93/r", "host.example/✓/r"],
    ["https://host.example/o/✓", "host.example/o/✓"],
    ["https://host.example/a%2Fb/r", "host.example/a%2Fb/r"],
    ["https://host.example/a%00b/r", "host.example/a%00b/r"],
    ["https://host.example/100%/r", "host.example/100%/r"],
    ["https://bücher.example/o/r", "xn--bcher-kva.example/o/r"],
    // IPv6.
    ["ssh://git@[2001:DB8::1]:2222/o/r.git", "[2001:db8::1]/o/r"],
    ["git@[2001:db8::1]:o/r.git", "[2001:db8::1]/o/r"],
    ["[2001:db8::1]:o/r.git", "[2001:db8::1]/o/r"],
    ["https://[::1]:8443/o/r", "[::1]:8443/o/r"],
    // Queries and remote helpers.
    ["https://host.example/o/r?private_token=hunter2#x", "host.example/o/r"],
    ["codecommit::https://host.example/o/r", "host.example/o/r"],
    ["  https://host.example/o/r\n", "host.example/o/r"],
  ])("%s → %s", (url, id) => expect(projectIdFromRemote(url)).toBe(id))
})

describe("what names no server falls back to the folder's name", () => {
  test.each([
    "",
    "   ",
    ".",
    "../r.git",
    "./r.git",
    "~/git/r.git",
    "r.git",
    "git/r.git",
    "git/a:b",
    "C:\\repo",
    "C:/repo",
    "C:repo",
    "\\\\server\\share\\r.git",
    "//server/share/r.git",
    "FILE:///srv/r.git",
    "file://localhost/srv/r.git",
    "https://",
    "https:///o/r",
    "https://host.example",
    "https://host.example/.git",
    "host.example:",
    "codecommit::eu-west-1://profile@r",
    "ext::sh -c whatever",
    "ssh://git@host.example:o/r.git",
    "https://host.example:99999/o/r",
    "[:o/r",
    "[]:o/r",
  ])("%j", (url) => expect(projectIdFromRemote(url)).toBeNull())
})

describe("a password in a URL that is written wrongly does not become a part of the id", () => {
  test.each([
    "https://me:pass/hunter2@host.example/o/r",
    "https://me:12/hunter2@host.example/o/r",
    "https://me:p@ss/hunter2@host.example/o/r",
    "https://me:p@ss/@host.example/hunter2",
    "https://me:12/@hunter2/r",
    "https://hun/ter2@host.example/o/r",
    "https://hun/ter2#x@host.example/o/r",
    "https://hun/ter2?x@host.example/o/r",
    "me:hunter2@host.example:o/r",
    "me:hunter2@host.example/o/r",
  ])("%s", (url) => expect(projectIdFromRemote(url)).toBeNull())
})

/** Forty letters and digits, as tokens have them. */
const random = "k3T9x0ZpQ7vB2nL5sD8fG1hJ4wE6rY0uIoPaScVx"

describe("a token in the path is left out, so that everybody who clones it has the same id", () => {
  test.each([
    [`https://host.example/ghp_${random}/o/r.git`, "host.example/o/r"],
    [`https://github.com/GHO_x/o/r`, "github.com/gho_x/o/r"],
    [`https://github.com/gho_${random}/o/r`, "github.com/o/r"],
    [`https://github.com/github_pat_${random}/o/r`, "github.com/o/r"],
    [`https://gitlab.example/glpat-${random}/g/r`, "gitlab.example/g/r"],
    [`https://gitlab.example/gldt-${random}/g/r`, "gitlab.example/g/r"],
    [`https://host.example/oauth2:glpat-${random}/g/r`, "host.example/g/r"],
    [`https://host.example/x-access-token:hunter2/g/r`, "host.example/g/r"],
    [`https://host.example/${random}%40x/o/r`, "host.example/x/o/r"],
    [`https://host.example/hunter2%40/o/r`, "host.example/o/r"],
    [`https://host.example/user:hunter2%40host/o/r`, "host.example/host/o/r"],
    [`https://dev.azure.com/${random}/org/_git/r`, "dev.azure.com/org/_git/r"],
    [`https://host.example/0123456789abcdef0123456789abcdef01234567/o/r`, "host.example/o/r"],
    [`https://host.example/o/r%3Fprivate_token=hunter2`, "host.example/o/r"],
    [`https://host.example/o/r;token=hunter2`, "host.example/o/r"],
    [`https://host.example/token=hunter2/o/r`, "host.example/o/r"],
    [`git@host.example:ghp_${random}/o/r.git`, "host.example/o/r"],
    [`ssh://git@host.example/xoxb-${random}/o/r.git`, "host.example/o/r"],
    [`https://host.example/a/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl/r`, "host.example/a/r"],
    [`https://host.example/AKIAIOSFODNN7EXAMPLE/r`, "host.example/r"],
    [`https://host.example/ghp_${random}`, null],
    [`https://ghp_${random}/o/r`, null],
    [`ghp_${random}:o/r`, null],
    [`https://host.example/${random}@x/o/r`, null],
    [`https://x-access-token:${random}@github.com/o/r`, "github.com/o/r"],
    [`https://${random}%40x@host.example/o/r`, "host.example/o/r"],
    [`https://user%3A${random}%40host.example/o/r`, null],
    [`https://host.example/o/r#${random}`, "host.example/o/r"],
    [`https://host.example/o/r?access_token=${random}`, "host.example/o/r"],
    [`[git:${random}@host.example:22]:o/r`, "host.example/o/r"],
  ])("%s → %s", (url, id) => {
    expect(projectIdFromRemote(url)).toBe(id)
    expect(projectIdFromRemote(url) ?? "").not.toMatch(/hunter2|k3T9x0Zp/i)
  })
})

describe("names that look a little like tokens stay what they are: an id must not change", () => {
  test.each([
    [
      "https://gist.github.com/d41d8cd98f00b204e9800998ecf8427e.git",
      "gist.github.com/d41d8cd98f00b204e9800998ecf8427e",
    ],
    [
      "https://gist.github.com/alice/d41d8cd98f00b204e9800998ecf8427e",
      "gist.github.com/alice/d41d8cd98f00b204e9800998ecf8427e",
    ],
    [
      "https://dev.azure.com/org/6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c/_git/r",
      "dev.azure.com/org/6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c/_git/r",
    ],
    [
      "https://host.example/a-very-long-name-of-an-organisation-2026/token-service",
      "host.example/a-very-long-name-of-an-organisation-2026/token-service",
    ],
    ["https://host.example/secrets/password-manager", "host.example/secrets/password-manager"],
    ["https://host.example/npm_modules/sk-learn", "host.example/npm_modules/sk-learn"],
    [
      "https://host.example/hf_transformers_v4_demo/glow-effects-framework-2",
      "host.example/hf_transformers_v4_demo/glow-effects-framework-2",
    ],
    ["https://host.example/sk-learn-extensions-2026/pypi-mirror", "host.example/sk-learn-extensions-2026/pypi-mirror"],
    ["https://host.example/gitlab-org/gl-infra/r", "host.example/gitlab-org/gl-infra/r"],
    [
      "https://host.example/internationalizationandlocalization/r",
      "host.example/internationalizationandlocalization/r",
    ],
    ["https://host.example/@alice/r", "host.example/@alice/r"],
    ["https://git.sr.ht/~alice/r", "git.sr.ht/~alice/r"],
    ["https://host.example/oauth2/r", "host.example/oauth2/r"],
  ])("%s → %s", (url, id) => expect(projectIdFromRemote(url)).toBe(id))
})

const name = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_-]{1,12}$/)
const host = fc
  .tuple(name, fc.constantFrom("example", "test"))
  .map(([label, top]) => `${label.replaceAll(/[_-]/g, "x")}x.${top}`)
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((segments) => segments.join("/"))
// Begins with letters that no generated host or path can have.
const secret = fc.string({ minLength: 1, unit: "grapheme" }).map((text) => `Ž€${text}`)

describe("whatever the remote is called", () => {
  test("teammates who cloned with https, ssh and scp-like URLs share their sessions", () => {
    fc.assert(
      fc.property(host, path, name, fc.constantFrom("", ".git", "/", ".git/"), (server, repository, user, end) => {
        const id = projectIdFromRemote(`https://${server}/${repository}`)
        expect(id).toBe(`${server.toLowerCase()}/${repository}`)
        for (const url of [
          `https://${user}:x@${server}/${repository}${end}`,
          `http://${server}:80/${repository}${end}`,
          `ssh://git@${server}:22/${repository}${end}`,
          `ssh://${server}:2222/${repository}${end}`,
          `git://${server}/${repository}${end}`,
          `${user}@${server}:${repository}${end}`,
          `${server}:/${repository}${end}`,
          `HTTPS://${server.toUpperCase()}/${repository}${end}`,
        ]) {
          expect(projectIdFromRemote(url)).toBe(id)
        }
      }),
    )
  })

  test("a user name or password never gets into the id, encoded or not", () => {
    fc.assert(
      fc.property(host, path, secret, fc.boolean(), (server, repository, text, encoded) => {
        const word = encoded ? encodeURIComponent(text.toWellFormed()) : text
        for (const url of [
          // Without a colon, a slash before the @ makes it somebody's handle on the host before; git reads it so too.
          `https://${word.replace(/[/\\]+$/, "")}@${server}/${repository}`,
          `https://me:${word}@${server}/${repository}`,
          `https://me:1${word}@${server}/${repository}`,
          `ssh://me:${word}@${server}/${repository}`,
          `me:${word}@${server}:${repository}`,
          `https://${server}/${repository}?token=${word}`,
          `https://${server}/${repository}#${word}`,
        ]) {
          const id = projectIdFromRemote(url) ?? ""
          expect(id).not.toContain("Ž")
          expect(id.toUpperCase()).not.toContain("%C5%BD")
          expect(id).not.toMatch(/@|^xn--/)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test("a damaged remote never stops OpenCode: the answer is an id without control characters, or none", () => {
    const pieces = fc.constantFrom(
      ...[
        "https://",
        "ssh://",
        "git@",
        "host.example",
        ":",
        "/",
        "@",
        "[",
        "]",
        "::",
        "%",
        "%00",
        "\\",
        "?",
        "#",
        ".git",
        "..",
        "\0",
        "\n",
        "\ud800",
        "C:",
      ],
    )
    const nasty = fc.oneof(
      fc.string({ unit: "binary" }),
      fc
        .array(fc.oneof(pieces, fc.string({ unit: "binary", maxLength: 4 })), { maxLength: 12 })
        .map((all) => all.join("")),
    )
    fc.assert(
      fc.property(nasty, (url) => {
        const id = projectIdFromRemote(url)
        if (id === null) return
        expect(id).toMatch(/^[^/]+\/./s)
        expect(id).not.toMatch(/[\x00-\x1f\x7f]/)
        expect(id.isWellFormed()).toBe(true)
      }),
      { numRuns: 5000 },
    )
  })
})
