/** How the tokens of well-known services begin, with the least that follows. A name of words must not look like one. */
const shapes = [
  // GitHub, npm, Docker, RubyGems, Hugging Face, Stripe, Grafana, Linear, Supabase, Figma and others.
  "(?:gh[opusr]_|github_pat_|npm_|rubygems_|hf_|[sr]k_(?:live|test)_|sk-(?:[a-z]+-)?|gsk_|glsa_|sbp_|do[opr]_v1_|shp(?:at|ca|pa|ss)_)[A-Za-z0-9]{20}",
  String.raw`(?:lin_api_|figd_|dckr_pat_|pypi-|dp\.(?:pt|st|ct)\.|SG\.|ya29\.|AIza|xox[abeoprs]-)[\w-]{20}`,
  // GitLab, Bitbucket and Atlassian.
  String.raw`(?:gl(?:pat|dt|rt|rtr|cbt|ptt|ft|imt|agent|oas|soat|ffct)-|ATBB|ATCTT3|ATATT3|BBDC-)[\w=-]{16}`,
]
const known = new RegExp(`(?:^|[^A-Za-z0-9])(?:${shapes.join("|")})`)

/** Access keys of AWS, and JSON Web Tokens. */
const otherwise = /(?:^|[^A-Za-z0-9])(?:A[KS]IA[0-9A-Z]{16}|eyJ[\w-]{8,}\.[\w-]+\.)/

/** What git's documentation and that of servers put before a token, as a user's name. */
const userOfToken =
  /^(?:x-access-token|x-token-auth|x-oauth-basic|x-bitbucket-api-token-auth|oauth2|private-token|pat):/i

/** A secret's name with its value. */
const pair = /(?:token|secret|passw(?:or)?d|api[_-]?key)=/i

/** Thirty-two letters and digits without a break, some of either: nobody names a folder like that. */
const random = /(?=[A-Za-z0-9]*[0-9])(?=[A-Za-z0-9]*[A-Za-z])^[A-Za-z0-9]{32,}$/

/** Whether a text has a token in it, by the form that its service gives it. */
export const hasToken = (text: string): boolean =>
  known.test(text) || otherwise.test(text) || userOfToken.test(text) || pair.test(text)

/** Whether a whole segment of a path looks like a token of no known form. A repository may be called that (a gist is). */
export const looksRandom = (segment: string): boolean => random.test(segment)
