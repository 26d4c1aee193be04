const anotherLogin =
  "Give the user a password: ALTER USER … IDENTIFIED WITH caching_sha2_password BY '…' (MariaDB: IDENTIFIED VIA ed25519 USING PASSWORD('…'))."

/** Plug-ins that the server may ask for and that there are no clients for here, with what each is. */
const unsupported: Readonly<Record<string, string>> = {
  authentication_kerberos_client: "Kerberos",
  authentication_ldap_sasl_client:
    "LDAP by SASL. With the server's authentication_ldap_simple it works: it asks for clear text",
  authentication_oci_client: "Oracle Cloud",
  authentication_openid_connect_client: "OpenID Connect",
  authentication_webauthn_client: "a security key",
  authentication_fido_client: "a security key",
  authentication_windows_client: "Windows",
  auth_gssapi_client: "Kerberos or Windows",
  dialog: "PAM by questions. With pam_use_cleartext_plugin on the server it works: it asks for clear text",
  mysql_old_password: "passwords of MySQL before 4.1, which are not safe",
}

/** What the driver's error about a plug-in that it does not have means; undefined for any other error. */
export function unsupportedPlugin(error: Error): { message: string; hint: string } | undefined {
  const [, name] = /authentication using unknown plugin ([\w.-]{1,64})/.exec(error.message) ?? []
  if (name === undefined) return undefined
  const what = Object.hasOwn(unsupported, name) ? ` (${unsupported[name]})` : ""
  return {
    message: `The server asks for the authentication plug-in ${name}${what}, which is not supported here.`,
    hint: anotherLogin,
  }
}
