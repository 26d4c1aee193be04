import type { AnswerMoment, ServerError } from "session-test-servers/mysql-proxy"

/** MySQL Router, while the server behind it is away. */
export const routerWithoutServer: ServerError = {
  errno: 2003,
  message: "Can't connect to remote MySQL server for client connected to '127.0.0.1:6446'",
}

/** What servers and proxies answer a statement with on a bad day, and whether the server has done it. */
export const passingErrors: [name: string, error: ServerError, moment: AnswerMoment][] = [
  ["MySQL Router: 2003", routerWithoutServer, "instead"],
  ["MySQL Router: 2013", { errno: 2013, message: "Lost connection to MySQL server during query" }, "after"],
  ["a proxy: 2006", { errno: 2006, message: "MySQL server has gone away" }, "instead"],
  ["a proxy's error of a version to come: 2999", { errno: 2999, message: "Whatever" }, "after"],
  ["ProxySQL: 9001", { errno: 9001, message: "Max connect timeout reached while reaching hostgroup 0" }, "instead"],
  ["RDS Proxy: 9501", { errno: 9501, message: "Timed-out waiting to acquire database connection" }, "instead"],
  ["MaxScale: 1927", { errno: 1927, message: "Lost connection to backend server", sqlState: "70100" }, "after"],
  ["Vitess: 1105", { errno: 1105, message: "rpc error: code = Unavailable desc = connection refused" }, "after"],
  ["Aurora, fail-over: 1290", { errno: 1290, message: "running with the --read-only option" }, "instead"],
  ["Aurora, fail-over: 1836", { errno: 1836, message: "Running in read-only mode" }, "instead"],
  ["maintenance: 3032", { errno: 3032, message: "The server is currently in offline mode" }, "instead"],
  ["shutdown: 1053", { errno: 1053, message: "Server shutdown in progress", sqlState: "08S01" }, "after"],
  ["a session that was killed: 3169", { errno: 3169, message: "The session was killed" }, "after"],
  ["an error of a version to come: 5998", { errno: 5998, message: "Whatever", sqlState: "08S01" }, "after"],
]
