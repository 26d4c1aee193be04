/**
 * Whether a value under this key is never shown: `password`, `accessToken`, `ssl_key`, … Rather one too many. A command or a file
 * that gives a secret (`passwordCommand`, `passwordFile`) is shown: whoever is to trust it must see what would be run or read.
 */
export const isSecretKey = (key: string): boolean =>
  /pass(?:word|wd|phrase)|pwd|secret|credential|authorization|tokens?$|keys?$/i.test(key) &&
  !/(?:command|file|path)$/i.test(key)

/** Whether a value under this key is an address that may have a password in it. */
export const isAddressKey = (key: string): boolean => /dsn$|url$|uri$|connection_?string$/i.test(key)
