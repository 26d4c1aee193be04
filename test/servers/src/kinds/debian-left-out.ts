/** Dependencies of helper scripts and configuration that the tests do not use. */
export const debianLeftOut = ["perl", "perl-base", "debconf"]
