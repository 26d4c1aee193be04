/**
 * Whether what has this owner may be relied on: it belongs to the user who runs this process, or to root, who may change
 * everything anyway. As for git, root under sudo also counts as the user who called it. Always true on Windows, which has no
 * such owners.
 */
export const isOwn = (owner: number): boolean => {
  const self = process.geteuid?.()
  if (self === undefined || owner === self || owner === 0) return true
  return self === 0 && process.env.SUDO_UID !== undefined && Number(process.env.SUDO_UID) === owner
}
